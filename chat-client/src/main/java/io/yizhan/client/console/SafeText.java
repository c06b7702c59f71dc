package io.yizhan.client.console;

/** Keeps what others wrote from acting on this terminal. */
final class SafeText {
    private SafeText() {}

    /** {@code text} with every control character, line ends included, made visible as {@code ?}; tabs become blanks. */
    static String line(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> safe.appendCodePoint(c == '\t' ? ' ' : isControl(c) ? '?' : c));
        return safe.toString();
    }

    /** Also the marks that turn the direction of writing, by which a line can pretend to be another. */
    private static boolean isControl(int c) {
        return Character.isISOControl(c)
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0x2028
                || c == 0x2029;
    }
}
