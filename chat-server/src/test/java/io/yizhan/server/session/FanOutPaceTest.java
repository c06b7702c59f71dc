package io.yizhan.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FanOutPaceTest {
    private static final int MEMBERS = 100;

    private long now = 1;
    private final FanOutPace pace = new FanOutPace(now);

    /** So many turns, one each 10 ms, each as late. */
    private void turns(int count, Duration late) {
        for (int i = 0; i < count; i++) {
            now += Duration.ofMillis(10).toNanos();
            pace.ran(now, now - late.toNanos());
        }
    }

    private Duration rest(int told, int members) {
        return Duration.ofNanos(pace.rest(told, members));
    }

    @Test
    void restsNot_whileTurnsComeInTime() {
        turns(1_000, Duration.ofNanos(100_000));

        assertThat(rest(MEMBERS, MEMBERS)).isZero();
    }

    @Test
    void restsLonger_asLongAsTurnsComeLate_andThenLessAndLess() {
        turns(11, Duration.ofMillis(5));
        Duration first = rest(MEMBERS, MEMBERS);
        assertThat(first).isPositive();

        turns(20, Duration.ofMillis(5));
        Duration later = rest(MEMBERS, MEMBERS);
        assertThat(later).isGreaterThan(first.multipliedBy(2));

        turns(100, Duration.ZERO);
        assertThat(rest(MEMBERS, MEMBERS)).isLessThan(later).isPositive();
        turns(5_000, Duration.ZERO);
        assertThat(rest(MEMBERS, MEMBERS)).isLessThan(Duration.ofNanos(100));
    }

    @Test
    void restsForAsManyAsWereTold() {
        turns(11, Duration.ofMillis(5));

        assertThat(rest(2 * MEMBERS, 1_000)).isEqualTo(rest(MEMBERS, 1_000).multipliedBy(2));
        assertThat(rest(0, 0)).isZero();
    }

    @Test
    void neverRestsLongerThanAQuarterOfASecond_forAllOfAGroup() {
        turns(100_000, Duration.ofSeconds(1));

        assertThat(rest(10, 10)).isEqualTo(Duration.ofMillis(40));
        assertThat(rest(100_000, 100_000)).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void forgetsWhatWasLongAgo() {
        turns(100, Duration.ofMillis(5));

        now += Duration.ofMinutes(1).toNanos();
        turns(1, Duration.ZERO);
        assertThat(rest(MEMBERS, MEMBERS)).isLessThan(Duration.ofNanos(100));
    }
}
