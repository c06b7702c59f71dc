package io.yizhan.gate.user;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The hashes were made by other programs: jBCrypt's own test, and libxcrypt. */
class BcryptHashTest {
    private static final String TAIL = "N9qo8uLOickgx2ZMRZoMyexbyQtnLrmRi8f3MkGKtKQlIdUlk4xg2";
    private static final String OF_72_BYTES = "$2y$10$abcdefghijklmnopqrstuuhBb/0dYbuuS1CS8hp30IXhlFBW2VAWG";

    private static BcryptHash hash(String text) {
        return BcryptHash.read(text).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "abc, $2a$10$WvvTPHKwdBJ3uk0Z37EMR.hLA2W6N9AEBhEgrAOljy2Ae5MtaSIUi",
        "legacy-pass, $2a$10$" + TAIL,
        "legacy-pass, $2b$10$" + TAIL,
        "legacy-pass, $2y$10$" + TAIL,
        "é€, $2a$10$N9qo8uLOickgx2ZMRZoMyeUQjTzXx1PwFgpVm57TArFlOOWDulway",
        "密码很长很长, $2b$11$abcdefghijklmnopqrstuujsjPKkabayBE8oiUY2.n/8Z.mCwStxG"
    })
    void knowsItsPassword(String password, String text) {
        assertThat(hash(text).matches(password)).isTrue();
        assertThat(hash(text).matches(password + "x")).isFalse();
        assertThat(hash(text)).asString().doesNotContain(text.substring(7));
    }

    @Test
    void isOfNoPassword_thatBcryptWouldCutOff() {
        String whole = "x".repeat(72);
        assertThat(hash(OF_72_BYTES).matches(whole)).isTrue();
        assertThat(hash(OF_72_BYTES).matches(whole + "y")).isFalse();
        assertThat(hash(OF_72_BYTES).matches("x".repeat(71) + "é"))
                .as("73 bytes")
                .isFalse();
        assertThat(hash("$2a$10$" + TAIL).matches("legacy-pass\0legacy-pass"))
                .as("a key is repeated after its end, which is a zero")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$2a$04$N9qo8uLOickgx2ZMRZoMyegNVeTDxRA2nJmIG/aRfE/GBMG4p8xEe",
                "$2a$09$" + TAIL,
                "$2a$15$" + TAIL,
                "$2a$31$" + TAIL,
                "$2x$10$" + TAIL,
                "$2$10$" + TAIL,
                "$2a$10$" + TAIL + "x",
                "$2a$10$short",
                "$argon2id$v=19$m=64,t=1,p=1$c2FsdA$aGFzaA",
                "{bcrypt}$2a$10$" + TAIL,
                "plain",
                ""
            })
    void isNothingElse(String text) {
        assertThat(BcryptHash.read(text)).isEmpty();
    }

    @Test
    void standsForNothing_atTheSameCost() {
        BcryptHash nothing = BcryptHash.ofNothing(10);
        assertThat(BcryptHash.read(nothing.text())).contains(nothing);
        assertThat(nothing.matches("")).isFalse();
        assertThat(nothing.matches("legacy-pass")).isFalse();
    }
}
