package io.yizhan.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.server.config.NewcomerConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class NewcomersTest {
    private final Newcomers newcomers = new Newcomers(new NewcomerConfig(5, 2));

    @Test
    void hasRoomForSoManyOfAnAddress_andInAll() throws Exception {
        assertThat(admit("10.0.0.1")).isTrue();
        assertThat(admit("10.0.0.1")).isTrue();
        assertThat(admit("10.0.0.1")).isFalse();
        assertThat(admit("10.0.0.2")).isTrue();
        assertThat(admit("10.0.0.3")).isTrue();
        assertThat(admit("10.0.0.4")).isTrue();
        assertThat(admit("10.0.0.5")).isFalse();
        assertThat(newcomers.present()).isEqualTo(5);
        assertThat(newcomers.refused()).isEqualTo(2);

        newcomers.leave(InetAddress.getByName("10.0.0.1"));
        assertThat(admit("10.0.0.1")).isTrue();
    }

    @Test
    void takesANetworkOfIpv6ForOneAddress() throws Exception {
        assertThat(admit("2001:db8:0:1::1")).isTrue();
        assertThat(admit("2001:db8:0:1:ffff::7")).isTrue();
        assertThat(admit("2001:db8:0:1::9")).isFalse();
        assertThat(admit("2001:db8:0:2::1")).isTrue();
    }

    private boolean admit(String address) throws UnknownHostException {
        return newcomers.admit(InetAddress.getByName(address));
    }
}
