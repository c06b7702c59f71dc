package io.yizhan.quickstart;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Tells a person how far the start has come, a line for each part.
 *
 * @param out takes whole lines, from several threads
 */
public record Progress(Consumer<String> out) {
    /** Says nothing. */
    public static Progress silent() {
        return new Progress(line -> {});
    }

    void ready(String part, String where, Duration took) {
        out.accept(String.format(Locale.ROOT, "  %-10s ready  %-28s %5.1f s", part, where, took.toMillis() / 1_000.0));
    }

    void say(String line) {
        out.accept(line);
    }
}
