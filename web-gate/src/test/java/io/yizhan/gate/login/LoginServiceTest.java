package io.yizhan.gate.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.yizhan.gate.ManualClock;
import io.yizhan.gate.config.PasswordConfig;
import io.yizhan.gate.config.ThrottleConfig;
import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import io.yizhan.gate.user.Account;
import io.yizhan.gate.user.FakeHasher;
import io.yizhan.gate.user.Passwords;
import io.yizhan.gate.user.UserDirectory;
import io.yizhan.identity.UserId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.QueryTimeoutException;

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
        users.hashes.put(ALICE, "v2|alice-pass");

        Refusal wrong = refused(ALICE, "guess");
        int work = hasher.verified().size();
        Refusal unknown = refused(NOBODY, "guess");

        assertThat(unknown.error()).isEqualTo(wrong.error()).isEqualTo(GateError.BAD_CREDENTIALS);
        assertThat(unknown.detail()).isEqualTo(wrong.detail());
        assertThat(hasher.verified()).hasSize(2 * work);
    }

    @Test
    void looksAtNoPassword_whileThePairHasToWait() {
        users.hashes.put(ALICE, "v2|alice-pass");
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
    void throttlesNamesThatDoNotExist_likeOthers() {
        for (int i = 0; i < 5; i++) {
            refused(NOBODY, "guess");
        }
        assertThat(refused(NOBODY, "guess").error()).isEqualTo(GateError.RATE_LIMITED);
    }

    @Test
    void renewsTheHash_whenTheParametersChanged() {
        users.hashes.put(ALICE, "v1|alice-pass");
        refused(ALICE, "guess");
        assertThat(users.hashes).containsEntry(ALICE, "v1|alice-pass");
        logins.authenticate(ALICE, "alice-pass", HERE);
        assertThat(users.hashes).containsEntry(ALICE, "v2|alice-pass");
    }

    @Test
    void letsTheUserIn_whenTheHashCannotBeRenewed() {
        users.hashes.put(ALICE, "v1|alice-pass");
        users.failsToRenew = true;
        logins.authenticate(ALICE, "alice-pass", HERE);
        assertThat(users.hashes).containsEntry(ALICE, "v1|alice-pass");
    }

    private Refusal refused(UserId user, String password) {
        return catchThrowableOfType(Refusal.class, () -> logins.authenticate(user, password, HERE));
    }

    private static final class FakeUsers implements UserDirectory {
        private final Map<UserId, String> hashes = new ConcurrentHashMap<>();
        private boolean failsToRenew;

        @Override
        public boolean add(UserId user, String passwordHash, String nickname) {
            return hashes.putIfAbsent(user, passwordHash) == null;
        }

        @Override
        public Optional<Account> find(UserId user) {
            return Optional.ofNullable(hashes.get(user)).map(hash -> new Account(hash, "USER"));
        }

        @Override
        public void changeHash(UserId user, String hash) {
            throw new AssertionError("Nobody changes a password here: " + user);
        }

        @Override
        public void renewHash(UserId user, String seen, String renewed) {
            if (failsToRenew) {
                throw new QueryTimeoutException("The database is busy");
            }
            hashes.replace(user, seen, renewed);
        }
    }
}
