package io.yizhan.identity;

/** The one rule for ids that people choose: 1 to 64 characters of {@code [A-Za-z0-9_.-]} (protocol, limits). */
final class Ids {
    private static final int LONGEST = 64;

    private Ids() {}

    /** No regular expression: ids are checked a dozen times on the way of each message. */
    static boolean isValid(String value) {
        int length = value.length();
        if (length == 0 || length > LONGEST) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (!isAllowed(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAllowed(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.' || c == '-';
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
        String cut = value.length() > LONGEST ? value.substring(0, LONGEST) + "…" : value;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
