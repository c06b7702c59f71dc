package io.yizhan.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OpenLoopScheduleTest {
    private static final long BEGIN = Long.MAX_VALUE - 10; // nanoTime may be about to wrap

    @Test
    void spreadsEachSecondEvenly() {
        OpenLoopSchedule schedule = new OpenLoopSchedule(BEGIN, 3);

        assertThat(schedule.dueNanos(0) - BEGIN).isZero();
        assertThat(schedule.dueNanos(1) - BEGIN).isEqualTo(333_333_333);
        assertThat(schedule.dueNanos(2) - BEGIN).isEqualTo(666_666_666);
        assertThat(schedule.dueNanos(3) - BEGIN).isEqualTo(TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void drifts_byNothing_afterAMonth() {
        OpenLoopSchedule schedule = new OpenLoopSchedule(0, 7_001);
        long month = TimeUnit.DAYS.toSeconds(30);

        assertThat(schedule.dueNanos(7_001 * month)).isEqualTo(TimeUnit.SECONDS.toNanos(month));
    }

    @Test
    void neverGoesBack() {
        OpenLoopSchedule schedule = new OpenLoopSchedule(0, 999_983);

        for (int number = 990_000; number < 1_010_000; number++) {
            assertThat(schedule.dueNanos(number + 1) - schedule.dueNanos(number))
                    .isBetween(1_000L, 1_001L);
        }
    }

    @Test
    void refusesNoRate() {
        assertThatThrownBy(() -> new OpenLoopSchedule(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
