package io.yizhan.gate;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** What some loggers write while this is open, and nobody else sees. */
final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final List<Logger> loggers;

    LogLines(Level level, String... names) {
        LoggerContext logs = (LoggerContext) LoggerFactory.getILoggerFactory();
        this.loggers = Stream.of(names).map(logs::getLogger).toList();
        start();
        loggers.forEach(logger -> {
            logger.setLevel(level);
            logger.setAdditive(false);
            logger.addAppender(this);
        });
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(event.getFormattedMessage() + " " + event.getThrowableProxy());
    }

    List<String> all() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        loggers.forEach(logger -> {
            logger.setLevel(null);
            logger.setAdditive(true);
            logger.detachAppender(this);
        });
        stop();
    }
}
