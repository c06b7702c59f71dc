package io.yizhan.gate.login;

import io.yizhan.access.AccountRules;
import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /api/v1/password}, as it came. */
record PasswordRequest(
        @Nullable String oldPassword, @Nullable String newPassword) {
    /** Of any length: the rule for new passwords may have changed since this one was set. */
    String checkedOld() {
        if (oldPassword == null) {
            throw new Refusal(GateError.INVALID_ARGUMENT, "oldPassword is missing");
        }
        return oldPassword;
    }

    /** @throws Refusal INVALID_ARGUMENT if it is missing, too short or too long */
    String checkedNew() {
        if (newPassword == null || !AccountRules.isPassword(newPassword)) {
            throw new Refusal(GateError.INVALID_ARGUMENT, "newPassword " + AccountRules.PASSWORD_FORM);
        }
        return newPassword;
    }

    @Override
    public String toString() {
        return "PasswordRequest";
    }
}
