package io.yizhan.gate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementConfigTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "10.1.2.3", "fd12:3456::1"})
    void listensOnPrivateAddresses(String address) throws Exception {
        assertThat(new ManagementConfig(InetAddress.getByName(address), 9091).port())
                .isEqualTo(9091);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "8.8.8.8", "2001:db8::1"})
    void refusesAddressesThatAllMayReach(String address) throws Exception {
        InetAddress parsed = InetAddress.getByName(address);
        assertThatThrownBy(() -> new ManagementConfig(parsed, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("yizhan.management.address");
    }

    @Test
    void refusesWhatIsNoPort() {
        InetAddress here = InetAddress.getLoopbackAddress();
        assertThatThrownBy(() -> new ManagementConfig(here, 65_536)).hasMessageContaining("yizhan.management.port");
        assertThat(new ManagementConfig(here, null).port()).isNull();
    }
}
