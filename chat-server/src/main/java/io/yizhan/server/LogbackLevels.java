package io.yizhan.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.yizhan.settings.LogLevels;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** Lets Logback log what the cluster's settings say, and what its own configuration says where they say nothing. */
final class LogbackLevels {
    /** What our changes have replaced; a null is a logger that had no level of its own. */
    private final Map<String, Level> own = new HashMap<>();

    /** From now on these count. Called by one thread at a time. */
    synchronized void follow(Optional<LogLevels> wanted) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return; // another logging library, in a worker that runs inside another program
        }
        own.forEach((name, level) -> context.getLogger(name).setLevel(level));
        own.clear();
        wanted.map(LogLevels::levels).orElse(Map.of()).forEach((name, level) -> {
            Logger logger = context.getLogger(name);
            own.put(name, logger.getLevel());
            logger.setLevel(Level.toLevel(level.name()));
        });
    }
}
