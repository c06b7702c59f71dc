package io.yizhan.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.server.transport.SendRate.Answer;
import io.yizhan.settings.SendLimit;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SendRateTest {
    private long now = Long.MAX_VALUE - 5; // it overflows
    private Optional<SendLimit> limit = Optional.of(new SendLimit(10, 20));
    private final SendRate rate = new SendRate(() -> limit, () -> now);

    private void pass(long millis) {
        now += Duration.ofMillis(millis).toNanos();
    }

    private int taken(int sends) {
        int taken = 0;
        for (int i = 0; i < sends; i++) {
            taken += rate.next() == Answer.TAKEN ? 1 : 0;
        }
        return taken;
    }

    @Test
    void takesABurst_thenWhatTheRateAllows() {
        assertThat(taken(50)).isEqualTo(20);

        pass(1_000);
        assertThat(taken(50)).isEqualTo(10);

        pass(60_000);
        assertThat(taken(50)).isEqualTo(20);
    }

    @Test
    void takesNothing_beforeTheWaitIsOver() {
        taken(21);
        pass(999);
        assertThat(rate.next()).isEqualTo(Answer.TOO_FAST);
        pass(1);
        assertThat(rate.next()).isEqualTo(Answer.TAKEN);
    }

    @Test
    void takesEverything_whileThereIsNoLimit_andFollowsOneThatIsSet() {
        limit = Optional.empty();
        assertThat(taken(1_000)).isEqualTo(1_000);

        limit = Optional.of(new SendLimit(1, 1));
        assertThat(taken(5)).isEqualTo(1);

        limit = Optional.empty();
        assertThat(taken(1_000)).isEqualTo(1_000);
    }

    @Test
    void putsOutWhoNeverWaits_afterTenSeconds() {
        int tenths = 0;
        boolean ignored = false;
        while (!ignored && tenths < 200) {
            for (int i = 0; i < 10; i++) {
                ignored |= rate.next() == Answer.IGNORED;
            }
            pass(100);
            tenths++;
        }
        assertThat(tenths).isBetween(100, 125);
    }

    @Test
    void keepsWhoWaits_howeverOftenItIsTold() {
        for (int minute = 0; minute < 600; minute++) {
            for (int i = 0; i < 30; i++) {
                assertThat(rate.next()).isNotEqualTo(Answer.IGNORED); // a batch that was under way
            }
            pass(1_000);
        }
    }

    @Test
    void beginsAnew_withWhoKeptToTheLimitForAWhile() {
        for (int tenths = 0; tenths < 50; tenths++) {
            taken(5);
            pass(100);
        }
        pass(60_000);
        taken(21);
        pass(600);
        for (int tenths = 0; tenths < 90; tenths++) {
            assertThat(rate.next()).isNotEqualTo(Answer.IGNORED);
            taken(5);
            pass(100);
        }
    }
}
