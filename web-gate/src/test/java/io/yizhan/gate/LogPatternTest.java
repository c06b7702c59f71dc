package io.yizhan.gate;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** The lines of a gate's log: each begins as the program writes it, whatever stands in a value. */
class LogPatternTest {
    private static final String FORGED = "12:00:00.000 INFO forged";

    @Test
    void keepsForeignWordsWithinTheirLine_inMessagesAndExceptions() throws Exception {
        Exception cause = new IllegalStateException("cause\r\n" + FORGED);
        Exception failure = new IllegalArgumentException("failure\n" + FORGED, cause);

        String text = written("message\n" + FORGED, failure);

        assertThat(text.lines())
                .hasSizeGreaterThan(3)
                .noneMatch(line -> line.startsWith(FORGED))
                .allMatch(line -> line.contains("message") || line.matches("(\t|Wrapped by: |java\\.lang\\.).*"));
        assertThat(text).contains("failure", "cause", FORGED).endsWith("\n");
        assertThat(written("message", null).lines()).hasSize(1);
    }

    private static String written(String message, Exception failure) throws Exception {
        LoggerContext context = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LogPatternTest.class.getResource("/io/yizhan/gate/logback.xml"));
        ConsoleAppender<ILoggingEvent> console = (ConsoleAppender<ILoggingEvent>)
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("console");
        Encoder<ILoggingEvent> encoder = console.getEncoder();
        return new String(
                encoder.encode(new LoggingEvent(
                        "", context.getLogger("io.yizhan.Test"), Level.WARN, message, failure, new Object[0])),
                StandardCharsets.UTF_8);
    }
}
