package io.yizhan.gate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusConfigTest {
    private static final String SECRET = "x".repeat(32);

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "10.1.2.3", "172.16.0.1", "192.168.7.1", "fd12:3456::1", "fe80::1"})
    void listensOnPrivateAddresses(String address) throws Exception {
        assertThat(new StatusConfig(SECRET, InetAddress.getByName(address), 9090, 16).isOn())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "8.8.8.8", "172.32.0.1", "2001:db8::1"})
    void refusesAddressesThatAllMayReach(String address) throws Exception {
        InetAddress parsed = InetAddress.getByName(address);
        assertThatThrownBy(() -> new StatusConfig(SECRET, parsed, 9090, 16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("yizhan.status.address");
    }

    @Test
    void isOffWithoutASecret_andRefusesAShortOne() {
        InetAddress here = InetAddress.getLoopbackAddress();
        assertThat(new StatusConfig("", here, 9090, 16).isOn()).isFalse();
        assertThatThrownBy(() -> new StatusConfig("x".repeat(31), here, 9090, 16))
                .hasMessageContaining("yizhan.status.secret")
                .hasMessageNotContaining("xxx");
        assertThat(new StatusConfig(SECRET, here, 9090, 16).toString()).doesNotContain(SECRET);
    }
}
