package io.yizhan.gate.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.gate.ManualClock;
import io.yizhan.gate.config.ThrottleConfig;
import io.yizhan.identity.UserId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private static final UserId ALICE = new UserId("alice");
    private static final ClientAddress HERE = ClientAddress.of("10.0.0.1");
    private static final ClientAddress THERE = ClientAddress.of("10.0.0.2");

    private final ManualClock clock = new ManualClock();
    private final LoginThrottle throttle = new LoginThrottle(
            new ThrottleConfig(5, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofMinutes(15), 100, 100_000),
            clock);

    @Test
    void doublesTheDelay_fromTheFifthFailureToFiveMinutes() {
        fail(4);
        assertThat(throttle.delay(ALICE, HERE)).isEmpty();
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
            fail(1);
            assertThat(throttle.delay(ALICE, HERE)).contains(Duration.ofSeconds(seconds));
            clock.advance(Duration.ofSeconds(seconds));
            assertThat(throttle.delay(ALICE, HERE)).isEmpty();
        }
    }

    @Test
    void letsTheUserIn_whenSomebodyElsewhereGuesses() {
        fail(50);
        assertThat(throttle.delay(ALICE, THERE)).isEmpty();
        assertThat(throttle.delay(new UserId("bob"), HERE)).isEmpty();
    }

    @Test
    void beginsAnew_afterTheRightPassword() {
        fail(5);
        clock.advance(Duration.ofSeconds(1));
        throttle.succeeded(ALICE, HERE);
        fail(4);
        assertThat(throttle.delay(ALICE, HERE)).isEmpty();
    }

    @Test
    void forgetsAPair_afterAQuietTime() {
        fail(12);
        clock.advance(Duration.ofMinutes(16));
        fail(1);
        assertThat(throttle.delay(ALICE, HERE)).isEmpty();
    }

    @Test
    void stopsAnAddressForTheRestOfTheMinute_afterAHundredFailures() {
        for (int i = 0; i < 100; i++) {
            assertThat(throttle.delay(new UserId("user" + i), HERE)).isEmpty();
            throttle.failed(new UserId("user" + i), HERE);
        }
        clock.advance(Duration.ofSeconds(20));
        assertThat(throttle.delay(ALICE, HERE)).contains(Duration.ofSeconds(40));
        assertThat(throttle.delay(ALICE, THERE)).isEmpty();
        clock.advance(Duration.ofSeconds(40));
        assertThat(throttle.delay(ALICE, HERE)).isEmpty();
    }

    @Test
    void countsAnAddressOn_despiteRightPasswordsBetween() {
        for (int i = 0; i < 100; i++) {
            throttle.failed(new UserId("user" + i), HERE);
            throttle.succeeded(ALICE, HERE);
        }
        assertThat(throttle.delay(ALICE, HERE)).isPresent();
    }

    @Test
    void takesAnIpv6NetworkAsOneAddress() {
        assertThat(ClientAddress.of("2001:db8:1:2:3:4:5:6")).isEqualTo(ClientAddress.of("2001:db8:1:2::1"));
        assertThat(ClientAddress.of("2001:db8:1:2::1")).isNotEqualTo(ClientAddress.of("2001:db8:1:3::1"));
        assertThat(ClientAddress.of("::ffff:10.0.0.1")).isEqualTo(HERE);
        assertThat(ClientAddress.of("0:0:0:0:0:0:0:1%lo")).isNotEqualTo(HERE);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            throttle.failed(ALICE, HERE);
        }
    }
}
