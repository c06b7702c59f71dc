package io.yizhan.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrainTest {
    @ParameterizedTest
    @CsvSource({"0, 2500", "1000, 2500", "5000, 10000", "20000, 40000", "1000000, 50000"})
    void letsAtMostFiveHundredGoInASecond_forAsLongAsItMayTake(int sessions, long expectedMs) {
        assertThat(Drain.timeToLeave(sessions, Duration.ofMillis(2_500))).hasMillis(expectedMs);
    }
}
