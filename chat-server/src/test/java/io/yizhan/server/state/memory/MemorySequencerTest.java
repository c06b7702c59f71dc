package io.yizhan.server.state.memory;

import io.yizhan.server.state.ManualClock;
import io.yizhan.server.state.Sequencer;
import io.yizhan.server.state.SequencerContract;
import java.time.Duration;

class MemorySequencerTest extends SequencerContract {
    private final ManualClock clock = new ManualClock();

    @Override
    protected Sequencer sequencer(Duration remembered) {
        return new MemorySequencer(clock, remembered);
    }

    @Override
    protected void elapse(Duration time) {
        clock.advance(time);
    }
}
