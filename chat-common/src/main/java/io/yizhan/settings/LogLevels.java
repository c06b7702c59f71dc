package io.yizhan.settings;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What is logged, in place of what each program's own configuration says:
 * {@code {"io.yizhan.server.delivery":"DEBUG"}}.
 *
 * @param levels by logger
 */
public record LogLevels(Map<String, Level> levels) {
    public static final ClusterSetting<LogLevels> SETTING =
            new ClusterSetting<>("log-levels", LogLevels.class, "io.yizhan.server.delivery=DEBUG", LogLevels::read);

    private static final Pattern LOGGER = Pattern.compile("[\\w$]+(\\.[\\w$]+)*");

    /** As logging libraries name them. */
    public enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR,
        OFF
    }

    public LogLevels {
        levels = Map.copyOf(levels);
    }

    private static LogLevels read(JsonNode root) {
        Map<String, Level> levels = new TreeMap<>();
        for (String logger : root.propertyNames()) {
            if (!LOGGER.matcher(logger).matches()) {
                throw new IllegalArgumentException("Not the name of a logger: " + logger);
            }
            String written = root.path(logger).asString("");
            levels.put(
                    logger,
                    Arrays.stream(Level.values())
                            .filter(level -> level.name().equals(written))
                            .findAny()
                            .orElseThrow(() -> new IllegalArgumentException("Needs one of "
                                    + Arrays.toString(Level.values()) + ": " + logger + "=" + written)));
        }
        return new LogLevels(levels);
    }

    @Override
    public String toString() {
        return new TreeMap<>(levels).toString();
    }
}
