package io.yizhan.identity;

import java.util.regex.Pattern;

/** The one rule for ids that people choose: 1 to 64 characters of {@code [A-Za-z0-9_.-]} (protocol, limits). */
final class Ids {
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private Ids() {}

    static boolean isValid(String value) {
        return VALID.matcher(value).matches();
    }

    static String check(String what, String value) {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "Not a valid " + what + " (1 to 64 of A-Z a-z 0-9 _ . -): " + printable(value));
        }
        return value;
    }

    /** At most 64 characters of a refused value, without control characters, so that it can stand in a log line. */
    static String printable(String value) {
        String cut = value.length() > 64 ? value.substring(0, 64) + "…" : value;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
