package io.yizhan.gate.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.v2.Platform;
import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginRequestTest {
    @ParameterizedTest
    @EnumSource(
            value = Platform.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PLATFORM_UNSPECIFIED", "UNRECOGNIZED"})
    void takesEveryPlatformByName(Platform platform) {
        assertThat(request(platform.name()).checkedPlatform()).isEqualTo(platform.getNumber());
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"console", "PLATFORM_UNSPECIFIED", "UNRECOGNIZED", "1", "PAGER"})
    void refusesAnotherPlatform(String platform) {
        refuses(() -> request(platform).checkedPlatform());
    }

    @Test
    void refusesIdsBeyondTheRule_butNoPassword() {
        refuses(() -> new LoginRequest("", "p", "d", "WEB").checkedUserId());
        refuses(() -> new LoginRequest("a", "p", "d d", "WEB").checkedDeviceId());
        refuses(() -> new LoginRequest("a", null, "d", "WEB").checkedPassword());
        assertThat(new LoginRequest("a", "", "d", "WEB").checkedPassword()).isEmpty();
        assertThat(new LoginRequest("a", "canary", "d", "WEB")).asString().doesNotContain("canary");
    }

    @Test
    void takesNodeIdsFromZeroOn() {
        assertThat(new NodeRequest(null).checkedExclusions()).isEmpty();
        assertThat(new NodeRequest(List.of(0L, 3L, 3L)).checkedExclusions()).hasSize(2);
        refuses(() -> new NodeRequest(List.of(-1L)).checkedExclusions());
        refuses(() -> new NodeRequest(Arrays.asList(1L, null)).checkedExclusions());
    }

    private static LoginRequest request(String platform) {
        return new LoginRequest("alice", "alice-pass", "phone", platform);
    }

    private static void refuses(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.error()).isEqualTo(GateError.INVALID_ARGUMENT));
    }
}
