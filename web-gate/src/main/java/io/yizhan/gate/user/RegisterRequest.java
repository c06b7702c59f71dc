package io.yizhan.gate.user;

import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import io.yizhan.identity.UserId;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /api/v1/users}, as it came. */
record RegisterRequest(
        @Nullable String userId,
        @Nullable String password,
        @Nullable String nickname) {
    private static final int MIN_PASSWORD = 8;
    private static final int MAX_PASSWORD = 128;
    private static final int MAX_NICKNAME = 64;

    /** @throws Refusal INVALID_ARGUMENT if it is missing or not of an id's form */
    UserId checkedUserId() {
        if (userId == null || !UserId.isValid(userId)) {
            throw invalid("userId must be 1 to 64 of A-Z a-z 0-9 _ . -");
        }
        return new UserId(userId);
    }

    /** @throws Refusal INVALID_ARGUMENT if it is missing, too short or too long */
    String checkedPassword() {
        if (password == null || !isText(password, MIN_PASSWORD, MAX_PASSWORD)) {
            throw invalid("password must have 8 to 128 characters");
        }
        return password;
    }

    /** @throws Refusal INVALID_ARGUMENT if it is there and empty or too long */
    @Nullable
    String checkedNickname() {
        if (nickname != null && !isText(nickname, 1, MAX_NICKNAME)) {
            throw invalid("nickname must have 1 to 64 characters");
        }
        return nickname;
    }

    /** Characters are code points; half a surrogate pair is none, and no database could keep it. */
    private static boolean isText(String value, int least, int most) {
        long length = value.codePoints().count();
        return length >= least
                && length <= most
                && value.codePoints().noneMatch(point -> Character.getType(point) == Character.SURROGATE);
    }

    private static Refusal invalid(String detail) {
        return new Refusal(GateError.INVALID_ARGUMENT, detail);
    }

    @Override
    public String toString() {
        return "RegisterRequest";
    }
}
