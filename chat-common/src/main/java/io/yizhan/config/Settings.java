package io.yizhan.config;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Settings by key, checked as they are taken. A bad one is noted and stood in for by a harmless value, so that all
 * errors come out at once: call {@link #check} after the last one was taken and before any is used. For one thread.
 */
public final class Settings {
    private static final Pattern COMMA = Pattern.compile(",");
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,12})\\s*([A-Za-z]+)");
    private static final Map<String, Long> MILLIS = Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L);
    private static final Map<String, Long> BYTES = Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    private final Map<String, String> values;
    private final List<String> errors;

    Settings(Map<String, String> values, List<String> errors) {
        this.values = Map.copyOf(values);
        this.errors = new ArrayList<>(errors);
    }

    /** @throws InvalidSettingsException if anything was wrong, with all of it */
    public void check() {
        if (!errors.isEmpty()) {
            throw new InvalidSettingsException(errors);
        }
    }

    /** Notes an error that only the caller can see, to be told with all others. */
    public void refuse(String error) {
        errors.add(error);
    }

    /** A text that is not empty. */
    public String text(String key) {
        String value = raw(key);
        if (value.isEmpty()) {
            errors.add("Needs a value: " + key);
        }
        return value;
    }

    /** A text that may be empty. */
    public String optional(String key) {
        return raw(key);
    }

    /** A text that is never printed, of at least {@code minBytes} bytes of UTF-8. */
    public String secret(String key, int minBytes) {
        String value = raw(key);
        if (value.getBytes(StandardCharsets.UTF_8).length < minBytes) {
            errors.add("Needs a secret of at least " + minBytes + " bytes: " + key);
        }
        return value;
    }

    public int integer(String key, int min, int max) {
        String value = raw(key);
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, with the range
        }
        errors.add("Needs a number from " + min + " to " + max + ": " + key + "=" + value);
        return min;
    }

    /** A port; 0 means any free one. */
    public int port(String key) {
        return integer(key, 0, 65_535);
    }

    /** A time with its unit: {@code 250ms}, {@code 5s}, {@code 10m}, {@code 24h}. */
    public Duration duration(String key, Duration min, Duration max) {
        Duration value = Duration.ofMillis(amount(key, MILLIS, "a time such as 250ms, 5s, 10m or 24h"));
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            errors.add("Needs a time from " + min + " to " + max + ": " + key + "=" + raw(key));
            return min;
        }
        return value;
    }

    /** A size with its unit, in bytes: {@code 512B}, {@code 64KiB}, {@code 1MiB}. */
    public int bytes(String key, int min, int max) {
        long value = amount(key, BYTES, "a size such as 512B, 64KiB or 1MiB");
        if (value < min || value > max) {
            errors.add("Needs a size from " + min + "B to " + max + "B: " + key + "=" + raw(key));
            return min;
        }
        return (int) value;
    }

    public boolean flag(String key) {
        String value = raw(key);
        if (!value.equals("true") && !value.equals("false")) {
            errors.add("Needs true or false: " + key + "=" + value);
        }
        return value.equals("true");
    }

    /** One of an enum's names, in capitals or small letters. */
    public <E extends Enum<E>> E choice(String key, Class<E> choices) {
        String value = raw(key);
        for (E choice : choices.getEnumConstants()) {
            if (choice.name().equalsIgnoreCase(value)) {
                return choice;
            }
        }
        errors.add("Needs one of " + List.of(choices.getEnumConstants()) + ": " + key + "=" + value);
        return choices.getEnumConstants()[0];
    }

    /** Any number of values with commas between them. */
    public <T> List<T> list(String key, Predicate<String> isValid, Function<String, T> maker) {
        List<String> values = COMMA.splitAsStream(raw(key))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
        values.stream().filter(isValid.negate()).forEach(wrong -> errors.add("Not allowed in " + key + ": " + wrong));
        return values.stream().filter(isValid).map(maker).toList();
    }

    private long amount(String key, Map<String, Long> units, String form) {
        Matcher matcher = AMOUNT.matcher(raw(key));
        Long unit = matcher.matches() ? units.get(matcher.group(2)) : null;
        if (unit == null) {
            errors.add("Needs " + form + ": " + key + "=" + raw(key));
            return 0;
        }
        return Long.parseLong(matcher.group(1)) * unit;
    }

    private String raw(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalStateException("Not among the defaults: " + key);
        }
        return value;
    }
}
