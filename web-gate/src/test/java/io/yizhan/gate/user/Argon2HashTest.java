package io.yizhan.gate.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.gate.config.PasswordConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Argon2HashTest {
    private static final String SALT = "c2FsdHNhbHRzYWx0c2FsdA";
    private static final String DIGEST = "cpC6SjIJh8qCgWrsqBoNNkuyQQ3B1EUYFr1HI0lTmaE";

    private final PasswordHasher hasher = new Argon2PasswordHasher(new PasswordConfig(256, 2, 1, 1, 1));

    @Test
    void readsWhatIsWithinTheBoundsOfTheSettings() {
        assertThat(Argon2Hash.read(withParameters("m=64,t=1,p=1"))).isPresent();
        assertThat(Argon2Hash.read(withParameters("m=1048576,t=100,p=16"))).isPresent();
        assertThat(Argon2Hash.read(hasher.hash("secret-1")).orElseThrow().matches("secret-1"))
                .isTrue();
        assertThat(Argon2Hash.read(hasher.hash("secret-1")).orElseThrow())
                .asString()
                .doesNotContain("$");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$argon2id$",
                "$argon2id$v=19$m=256,t=2,p=1$",
                "$argon2id$v=19$m=256,t=2,p=1$" + SALT,
                "$argon2id$v=19$m=256,t=2,p=1$" + SALT + "$",
                "$argon2id$v=19$m=256,t=2,p=1$$" + DIGEST,
                "$argon2id$v=19$m=256,t=2,p=1$!!!!$" + DIGEST,
                "$argon2id$v=19$m=256,t=2,p=1$" + SALT + "$A",
                "$argon2id$v=19$m=256,t=2,p=1$" + SALT + "$cpC6S",
                "$argon2id$v=19$m=256,t=2,p=1$" + SALT + "$" + DIGEST + "$x",
                "$argon2id$v=19$m=256,t=2,p=1$" + SALT + "$" + DIGEST + "\n",
                "$argon2id$v=19$m=x,t=2,p=1$" + SALT + "$" + DIGEST,
                "$argon2id$v=19$m=99999999999,t=2,p=1$" + SALT + "$" + DIGEST,
                "$argon2id$v=19$m=2097152,t=2,p=1$" + SALT + "$" + DIGEST,
                "$argon2id$v=19$m=256,t=101,p=1$" + SALT + "$" + DIGEST,
                "$argon2id$v=19$m=256,t=2,p=17$" + SALT + "$" + DIGEST,
                "$argon2id$v=19$m=0,t=0,p=0$" + SALT + "$" + DIGEST,
                "$argon2id$m=256,t=2,p=1$" + SALT + "$" + DIGEST,
                "$argon2i$v=19$m=256,t=2,p=1$" + SALT + "$" + DIGEST,
            })
    void isNobodysPassword_whenTheTextIsBroken(String broken) {
        assertThat(hasher.canRead(broken)).isFalse();
        assertThat(hasher.verify("secret-1", broken)).isFalse();
        assertThat(hasher.isCurrent(broken)).isFalse();
    }

    private static String withParameters(String parameters) {
        return "$argon2id$v=19$" + parameters + "$" + SALT + "$" + DIGEST;
    }
}
