package io.yizhan.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryConfigTest {
    @ParameterizedTest(name = "{0} on {1} processors")
    @CsvSource({"0, 1, 1", "0, 2, 1", "0, 4, 2", "0, 8, 4", "0, 64, 4", "8, 2, 8", "1, 64, 1"})
    void hasHalfAsManyLanesAsProcessors_unlessToldOtherwise(int asked, int processors, int lanes) {
        assertThat(DeliveryConfig.lanes(asked, processors)).isEqualTo(lanes);
    }
}
