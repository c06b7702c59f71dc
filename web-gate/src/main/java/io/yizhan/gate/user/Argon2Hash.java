package io.yizhan.gate.user;

import com.password4j.Argon2Function;
import com.password4j.Password;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A hash of Argon2id, of us or another program, with parameters within the bounds of the settings: one that is dearer
 * would hold a thread for minutes and take all memory.
 *
 * @param text {@code $argon2id$}, version, parameters, salt and digest; never printed
 */
record Argon2Hash(String text) {
    private static final Pattern FORM = Pattern.compile(
            "\\$argon2id\\$v=(?:16|19)\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");
    private static final int LEAST_KIB = 64;
    private static final int MOST_KIB = 1 << 20;
    private static final int MOST_PASSES = 100;
    private static final int MOST_LANES = 16;
    /** RFC 9106, sections 3.1 and 4; shorter ones would be guessed. */
    private static final int LEAST_BYTES = 8;

    /** Empty if it is none. */
    static Optional<Argon2Hash> read(String text) {
        Matcher form = FORM.matcher(text);
        boolean known = form.matches()
                && isBetween(LEAST_KIB, form.group(1), MOST_KIB)
                && isBetween(1, form.group(2), MOST_PASSES)
                && isBetween(1, form.group(3), MOST_LANES)
                && isLongEnough(form.group(4))
                && isLongEnough(form.group(5));
        return known ? Optional.of(new Argon2Hash(text)) : Optional.empty();
    }

    /** @param digits few enough for an int */
    private static boolean isBetween(int least, String digits, int most) {
        int value = Integer.parseInt(digits);
        return least <= value && value <= most;
    }

    private static boolean isLongEnough(String base64) {
        try {
            return Base64.getDecoder().decode(base64).length >= LEAST_BYTES;
        } catch (IllegalArgumentException e) { // letters of Base64 that end in the middle of a byte
            return false;
        }
    }

    /** What it was made with; takes as much memory as it says. */
    Argon2Function function() {
        return Argon2Function.getInstanceFromHash(text);
    }

    /** Whether it was made of {@code password}. */
    boolean matches(String password) {
        return Password.check(password, text).with(function());
    }

    @Override
    public String toString() {
        return "Argon2Hash";
    }
}
