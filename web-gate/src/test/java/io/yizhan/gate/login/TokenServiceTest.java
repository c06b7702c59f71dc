package io.yizhan.gate.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yizhan.access.MemoryTokenStore;
import io.yizhan.access.RevocationFeed;
import io.yizhan.gate.ManualClock;
import io.yizhan.gate.config.PasswordConfig;
import io.yizhan.gate.config.ThrottleConfig;
import io.yizhan.gate.config.TokenConfig;
import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import io.yizhan.gate.user.FakeHasher;
import io.yizhan.gate.user.Passwords;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenServiceTest {
    private static final UserId ALICE = new UserId("alice");
    private static final DeviceId PHONE = new DeviceId("phone");

    private final ManualClock clock = new ManualClock();
    private final MemoryTokenStore store = new MemoryTokenStore(new SecureRandom(), clock);
    private final List<String> announced = new ArrayList<>();
    private final FakeUsers users = new FakeUsers();
    private final Passwords passwords = Passwords.open(new FakeHasher("v2"), new PasswordConfig(64, 1, 1, 2, 8));
    private final LoginService logins = new LoginService(
            users,
            passwords,
            new LoginThrottle(
                    new ThrottleConfig(
                            5, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofMinutes(15), 100, 1_000),
                    clock));
    private final TokenService tokens =
            new TokenService(store, new FakeFeed(), logins, new TokenConfig(Duration.ofHours(24)), clock);
    private final CallerResolver callers = new CallerResolver(store);

    @BeforeEach
    void register() {
        users.put(ALICE, "v2|alice-pass");
    }

    @AfterEach
    void closePool() {
        passwords.close();
    }

    private ProvenPassword alice() {
        return logins.authenticate(ALICE, "alice-pass", ClientAddress.of("10.0.0.1"));
    }

    /** Whoever knows the old password logs in while it is changed: the change is between his proof and his token. */
    @Test
    void leavesNoTokenOfTheOldPassword_whenItIsChangedWhileSomebodyLogsIn() {
        ProvenPassword old = alice();
        Caller owner =
                callers.resolve("Bearer " + tokens.issue(alice(), PHONE, 4).token());
        logins.change(alice(), "something-new");
        tokens.revokeOthers(owner);

        assertThatThrownBy(() -> tokens.issue(old, new DeviceId("thief"), 4))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.error()).isEqualTo(GateError.BAD_CREDENTIALS));
        assertThatThrownBy(() -> tokens.issueUnbound(old)).isInstanceOf(Refusal.class);

        assertThat(store.revokeAll(ALICE)).as("devices with a token").containsExactly(PHONE);
    }

    @Test
    void leavesNoTokenOfARevokedOne_whenItIsRenewedMeanwhile() {
        Caller caller =
                callers.resolve("Bearer " + tokens.issue(alice(), PHONE, 4).token());
        clock.advance(Duration.ofHours(13));
        store.revokeAll(ALICE);

        assertThatThrownBy(() -> tokens.renew(caller))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.error()).isEqualTo(GateError.BAD_TOKEN));

        assertThat(store.revokeAll(ALICE)).isEmpty();
    }

    @Test
    void bindsATokenToUserDeviceAndPlatform_forItsLife() {
        IssuedToken issued = tokens.issue(alice(), PHONE, 4);
        assertThat(issued.expiresAtMs())
                .isEqualTo(clock.millis() + Duration.ofHours(24).toMillis());
        Caller caller = callers.resolve("Bearer " + issued.token());
        assertThat(caller.user()).isEqualTo(ALICE);
        assertThat(caller.grant().device()).isEqualTo(PHONE);
        assertThat(caller.grant().platform()).isEqualTo(4);
        assertThat(List.of(caller, issued)).asString().doesNotContain(issued.token());
    }

    @Test
    void givesTheSameToken_inTheFirstHalfOfItsLife() {
        IssuedToken issued = tokens.issue(alice(), PHONE, 4);
        clock.advance(Duration.ofHours(12));
        assertThat(tokens.renew(callers.resolve("Bearer " + issued.token()))).isEqualTo(issued);
    }

    @Test
    void givesAFreshToken_inTheSecondHalf_andTheOldOneStaysGood() {
        IssuedToken issued = tokens.issue(alice(), PHONE, 4);
        clock.advance(Duration.ofHours(12).plusMillis(1));
        IssuedToken fresh = tokens.renew(callers.resolve("Bearer " + issued.token()));
        assertThat(fresh.token()).isNotEqualTo(issued.token());
        assertThat(fresh.expiresAtMs())
                .isEqualTo(clock.millis() + Duration.ofHours(24).toMillis());
        assertThat(callers.resolve("Bearer " + issued.token()).grant().device()).isEqualTo(PHONE);
        assertThat(callers.resolve("Bearer " + fresh.token()).grant().platform())
                .isEqualTo(4);
    }

    @Test
    void killsTheDevicesTokens_thenTellsTheWorkers() {
        IssuedToken first = tokens.issue(alice(), PHONE, 4);
        IssuedToken second = tokens.issue(alice(), PHONE, 4);
        IssuedToken other = tokens.issue(alice(), new DeviceId("desk"), 3);
        tokens.revoke(callers.resolve("Bearer " + first.token()));
        assertThat(announced).containsExactly("alice/phone");
        refuses("Bearer " + first.token());
        refuses("Bearer " + second.token());
        assertThat(callers.resolve("Bearer " + other.token()).user()).isEqualTo(ALICE);
    }

    @Test
    void killsATokenThatNoDeviceHasUsed_withoutAWordToWorkers() {
        IssuedToken unused = tokens.issueUnbound(alice());
        assertThat(callers.resolve("Bearer " + unused.token()).grant().device()).isNull();

        tokens.revoke(callers.resolve("Bearer " + unused.token()));

        assertThat(announced).isEmpty();
        refuses("Bearer " + unused.token());
    }

    @Test
    void takesTheSchemeInAnyCase() {
        IssuedToken issued = tokens.issue(alice(), PHONE, 4);
        assertThat(callers.resolve("bEARER " + issued.token()).user()).isEqualTo(ALICE);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"Bearer", "Bearer ", "Bearer t9", "Basic t1", "t1", "Bearer t1 t1", "Bearert1"})
    void refusesWhatIsNoGoodToken(String authorization) {
        tokens.issue(alice(), PHONE, 4);
        refuses(authorization);
    }

    @Test
    void refusesAnExpiredToken() {
        IssuedToken issued = tokens.issue(alice(), PHONE, 4);
        clock.advance(Duration.ofHours(24));
        refuses("Bearer " + issued.token());
    }

    private void refuses(String authorization) {
        assertThatThrownBy(() -> callers.resolve(authorization))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.error()).isEqualTo(GateError.BAD_TOKEN));
    }

    private final class FakeFeed implements RevocationFeed {
        @Override
        public void announce(UserId user, DeviceId device) {
            announced.add(user + "/" + device);
        }

        @Override
        public void kick(UserId user, String why) {
            announced.add(user + ": " + why);
        }

        @Override
        public AutoCloseable listen(Listener listener) {
            throw new UnsupportedOperationException("The gate only announces");
        }
    }
}
