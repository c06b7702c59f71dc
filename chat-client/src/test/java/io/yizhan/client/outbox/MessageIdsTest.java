package io.yizhan.client.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.client.store.MemoryLocalStore;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MessageIdsTest {
    private final MemoryLocalStore store = new MemoryLocalStore();
    private final AtomicLong clock = new AtomicLong(1_000_000_000);

    @Test
    void followsTheClock_andNeverRepeats() {
        MessageIds ids = new MessageIds(store, clock::get);
        assertThat(ids.next()).isEqualTo(1_000_000_000);
        assertThat(ids.next()).isEqualTo(1_000_000_001);
        clock.set(1_000_000_500);
        assertThat(ids.next()).isEqualTo(1_000_000_500);
    }

    @Test
    void ascends_whenTheClockStepsBack() {
        MessageIds ids = new MessageIds(store, clock::get);
        long before = ids.next();
        clock.set(5);
        assertThat(ids.next()).isEqualTo(before + 1);
    }

    @Test
    void followsTheClock_aSecondAfterARestart() {
        new MessageIds(store, clock::get).next();
        clock.addAndGet(1_000_001);
        assertThat(new MessageIds(store, clock::get).next()).isEqualTo(clock.get());
    }

    @Test
    void ascends_overARestartWithAClockThatStepsBack() {
        MessageIds ids = new MessageIds(store, clock::get);
        long before = 0;
        for (int n = 0; n < 100; n++) {
            clock.addAndGet(1_000_000);
            before = ids.next();
        }
        clock.set(5);
        assertThat(new MessageIds(store, clock::get).next()).isGreaterThan(before);
    }
}
