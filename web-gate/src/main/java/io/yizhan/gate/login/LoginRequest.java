package io.yizhan.gate.login;

import chat.v2.Platform;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /api/v1/login}, as it came. */
record LoginRequest(
        @Nullable String userId,
        @Nullable String password,
        @Nullable String deviceId,
        @Nullable String platform) {

    /** @throws Refusal INVALID_ARGUMENT if it is missing or not of an id's form: no such user can exist */
    UserId checkedUserId() {
        if (userId == null || !UserId.isValid(userId)) {
            throw invalid("userId must be 1 to 64 of A-Z a-z 0-9 _ . -");
        }
        return new UserId(userId);
    }

    /** Of any length: the rule for new passwords may have changed since this one was set. */
    String checkedPassword() {
        if (password == null) {
            throw invalid("password is missing");
        }
        return password;
    }

    /** @throws Refusal INVALID_ARGUMENT if it is missing or not of an id's form */
    DeviceId checkedDeviceId() {
        if (deviceId == null || !DeviceId.isValid(deviceId)) {
            throw invalid("deviceId must be 1 to 64 of A-Z a-z 0-9 _ . -");
        }
        return new DeviceId(deviceId);
    }

    /**
     * The number of a platform that is named. {@code PLATFORM_UNSPECIFIED} is refused: in a frame it means the token's,
     * so a token has to have one.
     *
     * @throws Refusal INVALID_ARGUMENT if it is missing or no name of {@code chat.v2.Platform}
     */
    int checkedPlatform() {
        EnumValueDescriptor named =
                platform == null ? null : Platform.getDescriptor().findValueByName(platform);
        if (named == null || named.getNumber() == Platform.PLATFORM_UNSPECIFIED_VALUE) {
            throw invalid("platform must be CONSOLE, WEB, DESKTOP, ANDROID, IOS or BOT");
        }
        return named.getNumber();
    }

    private static Refusal invalid(String detail) {
        return new Refusal(GateError.INVALID_ARGUMENT, detail);
    }

    @Override
    public String toString() {
        return "LoginRequest";
    }
}
