package io.yizhan.gate.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.gate.config.PasswordConfig;
import org.junit.jupiter.api.Test;

class Argon2PasswordHasherTest {
    private final PasswordHasher hasher = new Argon2PasswordHasher(new PasswordConfig(256, 2, 1, 1, 1));

    @Test
    void writesItsParametersIntoTheHash() {
        assertThat(hasher.hash("secret-1"))
                .startsWith("$argon2id$v=19$m=256,t=2,p=1$")
                .hasSizeLessThan(255);
    }

    @Test
    void saltsEachHash() {
        assertThat(hasher.hash("secret-1")).isNotEqualTo(hasher.hash("secret-1"));
    }

    @Test
    void looksAtTheWholePassword_beyondTheSeventyTwoBytesOfOthers() {
        String long72 = "x".repeat(72);
        String hash = hasher.hash(long72 + "a");
        assertThat(hasher.verify(long72 + "a", hash)).isTrue();
        assertThat(hasher.verify(long72 + "b", hash)).isFalse();
        assertThat(hasher.verify(long72, hash)).isFalse();
    }

    @Test
    void verifiesWhatOtherParametersMade_andSaysSo() {
        PasswordHasher older = new Argon2PasswordHasher(new PasswordConfig(128, 1, 1, 1, 1));
        String hash = older.hash("密码很长很长很长");
        assertThat(hasher.verify("密码很长很长很长", hash)).isTrue();
        assertThat(hasher.verify("密码很长很长很短", hash)).isFalse();
        assertThat(hasher.isCurrent(hash)).isFalse();
        assertThat(older.isCurrent(hash)).isTrue();
        assertThat(hasher.isCurrent(hasher.hash("secret-1"))).isTrue();
    }

    @Test
    void takesAnEmptyGuessForWrong() {
        assertThat(hasher.verify("", hasher.hash("secret-1"))).isFalse();
    }
}
