package io.yizhan.access;

import chat.v2.Platform;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What a login over HTTP may hold (protocol, section 7), wherever it is served. */
public final class AccountRules {
    public static final String ID_FORM = "must be 1 to 64 of A-Z a-z 0-9 _ . -";
    public static final String PASSWORD_FORM = "must have 8 to 128 characters";
    public static final String PLATFORM_FORM = "must be CONSOLE, WEB, DESKTOP, ANDROID, IOS or BOT";
    private static final int MIN_PASSWORD = 8;
    private static final int MAX_PASSWORD = 128;
    private static final int MAX_NICKNAME = 64;

    private AccountRules() {}

    /** Whether it may be set as a password. A wrong one at login may be of any length: the rule may have changed. */
    public static boolean isPassword(String value) {
        return isText(value, MIN_PASSWORD, MAX_PASSWORD);
    }

    public static boolean isNickname(String value) {
        return isText(value, 1, MAX_NICKNAME);
    }

    /**
     * The number of a platform that is named. {@code PLATFORM_UNSPECIFIED} is none: in a frame it means the token's, so
     * a token has to have one.
     */
    public static OptionalInt platform(@Nullable String name) {
        var named = name == null ? null : Platform.getDescriptor().findValueByName(name);
        return named == null || named.getNumber() == Platform.PLATFORM_UNSPECIFIED_VALUE
                ? OptionalInt.empty()
                : OptionalInt.of(named.getNumber());
    }

    /** Characters are code points; half a surrogate pair is none, and no database could keep it. */
    private static boolean isText(String value, int least, int most) {
        long length = value.codePoints().count();
        return length >= least
                && length <= most
                && value.codePoints().noneMatch(point -> Character.getType(point) == Character.SURROGATE);
    }
}
