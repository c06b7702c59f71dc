package io.yizhan.server.archive.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ClientStopTest {
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    private void stopSlowly() {
        try {
            assertThat(goOn.await(10, TimeUnit.SECONDS)).isTrue();
            stopped.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void waitsForTheEnd_whenThatComesInTime() {
        goOn.countDown();
        ClientStop.begin(this::stopSlowly, Duration.ofSeconds(8));
        assertThat(stopped.getCount()).isZero();
    }

    @Test
    void leavesTheRestToTheBackground_whenItTakesLonger() {
        ClientStop.begin(this::stopSlowly, Duration.ofMillis(50));
        assertThat(stopped.getCount()).isOne();
        goOn.countDown();
        await().until(() -> stopped.getCount() == 0);
    }
}
