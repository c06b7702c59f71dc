package io.yizhan.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReconnectsTest {
    private final AtomicLong nowMs = new AtomicLong(1_000_000);
    private final Reconnects reconnects = new Reconnects(ReconnectPolicy.defaults(), new Random(7), nowMs::get);

    /** What a client of a cluster sees whose workers die one after the other. */
    @Test
    void waitsASecondAtMost_whenTheConnectionHeldForHalfAMinute() {
        for (int loss = 0; loss < 20; loss++) {
            reconnects.online();
            nowMs.addAndGet(35_000);
            reconnects.lost(loss);
            assertThat(reconnects.nextDelay(Duration.ZERO)).isLessThan(Duration.ofSeconds(1));
            reconnects.nextDelay(Duration.ZERO);
            reconnects.nextDelay(Duration.ZERO);
        }
    }

    @Test
    void countsOn_whenTheConnectionHeldForAMoment() {
        for (int loss = 0; loss < 20; loss++) {
            reconnects.online();
            nowMs.addAndGet(100);
            reconnects.lost(loss);
            reconnects.nextDelay(Duration.ZERO);
            assertThat(reconnects.attempt()).isEqualTo(loss + 1);
        }
    }

    @Test
    void waitsAsLongAsItWasTold() {
        assertThat(reconnects.nextDelay(Duration.ofSeconds(40))).isEqualTo(Duration.ofSeconds(40));
    }
}
