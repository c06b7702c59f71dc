package io.yizhan.gate.user;

import io.yizhan.access.AccountRules;
import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import io.yizhan.identity.UserId;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /api/v1/users}, as it came. */
record RegisterRequest(
        @Nullable String userId,
        @Nullable String password,
        @Nullable String nickname) {

    /** @throws Refusal INVALID_ARGUMENT if it is missing or not of an id's form */
    UserId checkedUserId() {
        if (userId == null || !UserId.isValid(userId)) {
            throw invalid("userId " + AccountRules.ID_FORM);
        }
        return new UserId(userId);
    }

    /** @throws Refusal INVALID_ARGUMENT if it is missing, too short or too long */
    String checkedPassword() {
        if (password == null || !AccountRules.isPassword(password)) {
            throw invalid("password " + AccountRules.PASSWORD_FORM);
        }
        return password;
    }

    /** @throws Refusal INVALID_ARGUMENT if it is there and empty or too long */
    @Nullable
    String checkedNickname() {
        if (nickname != null && !AccountRules.isNickname(nickname)) {
            throw invalid("nickname must have 1 to 64 characters");
        }
        return nickname;
    }

    private static Refusal invalid(String detail) {
        return new Refusal(GateError.INVALID_ARGUMENT, detail);
    }

    @Override
    public String toString() {
        return "RegisterRequest";
    }
}
