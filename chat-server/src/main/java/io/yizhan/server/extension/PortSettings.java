package io.yizhan.server.extension;

import io.yizhan.config.Settings;
import java.time.Duration;

/**
 * The settings of one implementation, by the keys that {@link PortProvider#settings()} names. A bad value is noted and
 * stood in for by a harmless one; the worker does not start then. One thread.
 */
public final class PortSettings {
    private final Settings settings;
    private final String prefix;

    /** @param prefix {@code ports.<port>.<name>.} */
    PortSettings(Settings settings, String prefix) {
        this.settings = settings;
        this.prefix = prefix;
    }

    /** A text that is not empty. */
    public String text(String key) {
        return settings.text(prefix + key);
    }

    /** A text that may be empty. */
    public String optional(String key) {
        return settings.optional(prefix + key);
    }

    /** A text that is never printed, of at least {@code minBytes} bytes of UTF-8. */
    public String secret(String key, int minBytes) {
        return settings.secret(prefix + key, minBytes);
    }

    public int integer(String key, int min, int max) {
        return settings.integer(prefix + key, min, max);
    }

    /** A time with its unit: {@code 250ms}, {@code 5s}, {@code 10m}, {@code 24h}. */
    public Duration duration(String key, Duration min, Duration max) {
        return settings.duration(prefix + key, min, max);
    }

    /** A size with its unit, in bytes: {@code 512B}, {@code 64KiB}, {@code 1MiB}. */
    public int bytes(String key, int min, int max) {
        return settings.bytes(prefix + key, min, max);
    }

    public boolean flag(String key) {
        return settings.flag(prefix + key);
    }

    /** One of an enum's names, in capitals or small letters. */
    public <E extends Enum<E>> E choice(String key, Class<E> choices) {
        return settings.choice(prefix + key, choices);
    }

    /** Notes an error that only the caller can see. */
    public void refuse(String key, String why) {
        settings.refuse(why + ": " + prefix + key + "=" + settings.optional(prefix + key));
    }
}
