package io.yizhan.gate.login;

import io.yizhan.access.AccountRules;
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
            throw invalid("userId " + AccountRules.ID_FORM);
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
            throw invalid("deviceId " + AccountRules.ID_FORM);
        }
        return new DeviceId(deviceId);
    }

    /** @throws Refusal INVALID_ARGUMENT if it is missing or no name of a platform that a token can be for */
    int checkedPlatform() {
        return AccountRules.platform(platform).orElseThrow(() -> invalid("platform " + AccountRules.PLATFORM_FORM));
    }

    private static Refusal invalid(String detail) {
        return new Refusal(GateError.INVALID_ARGUMENT, detail);
    }

    @Override
    public String toString() {
        return "LoginRequest";
    }
}
