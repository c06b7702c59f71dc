package io.yizhan.gate.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class RegisterRequestTest {
    @Test
    void takesWhatIsWithinTheLimits() {
        String id = "A-z_0.".repeat(10) + "1234";
        RegisterRequest request = new RegisterRequest(id, "😀".repeat(128), "名".repeat(64));
        assertThat(request.checkedUserId().value()).isEqualTo(id);
        assertThat(request.checkedPassword()).hasSize(256);
        assertThat(request.checkedNickname()).hasSize(64);
        assertThat(new RegisterRequest("a", "12345678", null).checkedNickname()).isNull();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {"a b", "ä", "a:b", "a\n", "01234567890123456789012345678901234567890123456789012345678901234"})
    void refusesAnIdBeyondTheRule(String id) {
        refuses(() -> new RegisterRequest(id, "12345678", null).checkedUserId());
    }

    @Test
    void refusesAPasswordBeyondTheLimits() {
        for (String password : new String[] {null, "", "1234567", "😀".repeat(7), "x".repeat(129), "1234567\ud800"}) {
            refuses(() -> new RegisterRequest("a", password, null).checkedPassword());
        }
    }

    @Test
    void refusesANicknameBeyondTheLimits() {
        for (String nickname : new String[] {"", "x".repeat(65), "\udfff"}) {
            refuses(() -> new RegisterRequest("a", "12345678", nickname).checkedNickname());
        }
    }

    @Test
    void doesNotPrintThePassword() {
        assertThat(new RegisterRequest("a", "12345678", null)).asString().doesNotContain("12345678");
    }

    private static void refuses(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.error()).isEqualTo(GateError.INVALID_ARGUMENT));
    }
}
