package io.yizhan.server.state.memory;

import io.yizhan.server.state.ManualClock;
import io.yizhan.server.state.Sequencer;
import io.yizhan.server.state.SequencerEpochContract;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

class MemorySequencerEpochTest extends SequencerEpochContract {
    private final ManualClock clock = new ManualClock();
    private final MemorySequencer sequencer = new MemorySequencer(clock, REMEMBERED);

    @Override
    protected Sequencer sequencer() {
        return sequencer;
    }

    @Override
    protected void loseMemory() {
        clock.advance(Duration.ofMillis(1));
        sequencer.loseMemory();
        clock.advance(Duration.ofMillis(1));
    }

    @Override
    protected long nowMicros() {
        return TimeUnit.MILLISECONDS.toMicros(clock.millis());
    }
}
