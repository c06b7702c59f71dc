package io.yizhan.gate.config;

import java.time.Duration;

/** Refuses settings that are out of range, naming the key. */
final class Check {
    private Check() {}

    static void notBlank(String key, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(key + " is not set");
        }
    }

    static void between(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(key + " is not between " + least + " and " + most + ": " + value);
        }
    }

    static void between(String key, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(key + " is not between " + least + " and " + most + ": " + value);
        }
    }
}
