package io.yizhan.quickstart.check;

/** How a message's text names the send that it came from. */
public final class Ops {
    private static final String MARK = "op ";

    private Ops() {}

    public static String text(long op) {
        return MARK + op;
    }

    /** 0 for a text that names none. */
    public static long of(String text) {
        try {
            return text.startsWith(MARK) ? Long.parseLong(text.substring(MARK.length())) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
