package io.yizhan.gate.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.gate.config.PasswordConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MigratingPasswordHasherTest {
    private static final String LEGACY = "$2a$10$N9qo8uLOickgx2ZMRZoMyexbyQtnLrmRi8f3MkGKtKQlIdUlk4xg2";
    private static final PasswordConfig CHEAP = new PasswordConfig(64, 1, 1, 2, 4);

    private final List<String> work = new ArrayList<>();
    private final PasswordHasher counted = new MigratingPasswordHasher(new CountedHasher(), (hash, password) -> {
        work.add("bcrypt " + hash.cost());
        return hash.text().equals(LEGACY) && password.equals("legacy-pass");
    });

    @Test
    void renewsAHashOfBcrypt_atItsUsersLogin() {
        PasswordHasher hasher = new MigratingPasswordHasher(new Argon2PasswordHasher(CHEAP));
        try (Passwords passwords = Passwords.open(hasher, CHEAP)) {
            PasswordCheck check = passwords.check(Optional.of(LEGACY), "legacy-pass");

            assertThat(check.right()).isTrue();
            String renewed = check.renewed().orElseThrow();
            assertThat(renewed).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
            assertThat(passwords.check(Optional.of(renewed), "legacy-pass")).isEqualTo(PasswordCheck.RIGHT);
            assertThat(passwords.check(Optional.of(LEGACY), "legacy-past")).isEqualTo(PasswordCheck.WRONG);
        }
    }

    @Test
    void takesWhatIsNoHashForNobodys() {
        PasswordHasher hasher = new MigratingPasswordHasher(new Argon2PasswordHasher(CHEAP));
        String cheap = "$2a$04$N9qo8uLOickgx2ZMRZoMyegNVeTDxRA2nJmIG/aRfE/GBMG4p8xEe";
        assertThat(hasher.verify("legacy-pass", cheap)).isFalse();
        assertThat(hasher.verify("plain", "plain")).isFalse();
        assertThat(hasher.isCurrent(LEGACY)).isFalse();
    }

    @Test
    void spendsTheSameOnAWrongPassword_whoeverIsGuessedAt() {
        assertThat(workFor("wrong", "ours")).as("nobody came from elsewhere").containsExactly("ours");

        List<String> legacy = workFor("wrong", LEGACY);

        assertThat(legacy).containsExactlyInAnyOrder("bcrypt 10", "ours");
        assertThat(workFor("wrong", "ours")).containsExactlyInAnyOrderElementsOf(legacy);
        assertThat(workFor("ours", "ours")).as("a right one costs nothing more").containsExactly("ours");
        assertThat(workFor("legacy-pass", LEGACY)).containsExactly("bcrypt 10");
    }

    private List<String> workFor(String password, String hash) {
        work.clear();
        assertThat(counted.verify(password, hash)).isEqualTo(!password.equals("wrong"));
        return List.copyOf(work);
    }

    /** Its hashes are the passwords. */
    private final class CountedHasher implements PasswordHasher {
        @Override
        public String hash(String password) {
            work.add("ours");
            return password;
        }

        @Override
        public boolean verify(String password, String hash) {
            work.add("ours");
            return password.equals(hash);
        }

        @Override
        public boolean canRead(String hash) {
            return true;
        }

        @Override
        public boolean isCurrent(String hash) {
            return true;
        }
    }
}
