package io.yizhan.server.archive.memory;

import io.yizhan.server.archive.MessageStore;
import io.yizhan.server.archive.MessageStoreContract;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

class MemoryMessageStoreTest extends MessageStoreContract {
    private final SetClock clock = new SetClock();
    private final MemoryMessageStore store = new MemoryMessageStore(clock);

    @Override
    protected MessageStore store() {
        return store;
    }

    @Override
    protected void pass(Duration time) {
        clock.now = clock.now.plus(time);
    }

    private static final class SetClock extends Clock {
        private Instant now = Instant.ofEpochSecond(1_000_000);

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
