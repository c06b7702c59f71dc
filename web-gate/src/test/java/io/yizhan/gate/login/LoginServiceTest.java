package io.yizhan.gate.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.yizhan.gate.ManualClock;
import io.yizhan.gate.config.PasswordConfig;
import io.yizhan.gate.config.ThrottleConfig;
import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import io.yizhan.gate.user.FakeHasher;
import io.yizhan.gate.user.Passwords;
import io.yizhan.identity.UserId;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoginServiceTest {
    private static final UserId ALICE = new UserId("alice");
    private static final UserId NOBODY = new UserId("nobody");
    private static final ClientAddress HERE = ClientAddress.of("10.0.0.1");

    private final ManualClock clock = new ManualClock();
    private final FakeHasher hasher = new FakeHasher("v2");
    private final FakeUsers users = new FakeUsers();
    private final Passwords passwords = Passwords.open(hasher, new PasswordConfig(64, 1, 1, 2, 8));
    private final LoginService logins = new LoginService(
            users,
            passwords,
            new LoginThrottle(
                    new ThrottleConfig(
                            5, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofMinutes(15), 100, 1_000),
                    clock));

    @AfterEach
    void closePool() {
        passwords.close();
    }

    @Test
    void refusesUnknownUserAndWrongPassword_inTheSameWordsAfterTheSameWork() {
        users.put(ALICE, "v2|alice-pass");

        Refusal wrong = refused(ALICE, "guess");
        int work = hasher.verified().size();
        Refusal unknown = refused(NOBODY, "guess");

        assertThat(unknown.error()).isEqualTo(wrong.error()).isEqualTo(GateError.BAD_CREDENTIALS);
        assertThat(unknown.detail()).isEqualTo(wrong.detail());
        assertThat(hasher.verified()).hasSize(2 * work);
    }

    @Test
    void looksAtNoPassword_whileThePairHasToWait() {
        users.put(ALICE, "v2|alice-pass");
        for (int i = 0; i < 5; i++) {
            refused(ALICE, "guess");
        }
        int work = hasher.verified().size();
        Refusal refusal = refused(ALICE, "alice-pass");
        assertThat(refusal.error()).isEqualTo(GateError.RATE_LIMITED);
        assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(1));
        assertThat(hasher.verified()).hasSize(work);

        clock.advance(Duration.ofSeconds(1));
        logins.authenticate(ALICE, "alice-pass", HERE);
    }

    @Test
    void takesThePasswordStill_whenItsHashWasRenewedByAnotherLogin() {
        users.put(ALICE, "v1|alice-pass");
        ProvenPassword proven = logins.authenticate(ALICE, "alice-pass", HERE);

        users.put(ALICE, "v3|alice-pass");

        assertThat(logins.isStillRight(proven)).isTrue();
        assertThat(proven).asString().doesNotContain("alice-pass");
    }

    @Test
    void letsOneChangeWin_whenTwoProveTheSamePassword() {
        users.put(ALICE, "v2|alice-pass");
        ProvenPassword thief = logins.authenticate(ALICE, "alice-pass", HERE);

        logins.change(logins.authenticate(ALICE, "alice-pass", HERE), "alice-changed");

        Refusal late = catchThrowableOfType(Refusal.class, () -> logins.change(thief, "thief-changed"));
        assertThat(late.error()).isEqualTo(GateError.BAD_CREDENTIALS);
        assertThat(users.hash(ALICE)).isEqualTo("v2|alice-changed");
    }

    @Test
    void throttlesNamesThatDoNotExist_likeOthers() {
        for (int i = 0; i < 5; i++) {
            refused(NOBODY, "guess");
        }
        assertThat(refused(NOBODY, "guess").error()).isEqualTo(GateError.RATE_LIMITED);
    }

    @Test
    void renewsTheHash_whenTheParametersChanged() {
        users.put(ALICE, "v1|alice-pass");
        refused(ALICE, "guess");
        assertThat(users.hash(ALICE)).isEqualTo("v1|alice-pass");
        logins.authenticate(ALICE, "alice-pass", HERE);
        assertThat(users.hash(ALICE)).isEqualTo("v2|alice-pass");
    }

    @Test
    void letsTheUserIn_whenTheHashCannotBeRenewed() {
        users.put(ALICE, "v1|alice-pass");
        users.failToReplace();
        logins.authenticate(ALICE, "alice-pass", HERE);
        assertThat(users.hash(ALICE)).isEqualTo("v1|alice-pass");
    }

    private Refusal refused(UserId user, String password) {
        return catchThrowableOfType(Refusal.class, () -> logins.authenticate(user, password, HERE));
    }
}
