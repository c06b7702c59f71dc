package io.yizhan.gate;

import io.yizhan.settings.LogLevels;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;

/** Lets the gate log what the cluster's settings say, and what its own configuration says where they say nothing. */
final class SpringLogLevels {
    private final LoggingSystem logging;
    /** What our changes have replaced; a null is a logger that had no level of its own. */
    private final Map<String, @Nullable LogLevel> own = new HashMap<>();

    SpringLogLevels(LoggingSystem logging) {
        this.logging = logging;
    }

    /** From now on these count. */
    synchronized void follow(Optional<LogLevels> wanted) {
        own.forEach(logging::setLogLevel);
        own.clear();
        wanted.map(LogLevels::levels).orElse(Map.of()).forEach((name, level) -> {
            LoggerConfiguration before = logging.getLoggerConfiguration(name);
            own.put(name, before == null ? null : before.getConfiguredLevel());
            logging.setLogLevel(name, LogLevel.valueOf(level.name()));
        });
    }
}
