package io.yizhan.gate.start;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.annotation.Order;

/** Says in one line why the gate did not start, where that is enough; Spring Boot's own report says the rest. */
@Order(0)
public final class OneLineReporter implements SpringBootExceptionReporter {
    private static final Logger log = LoggerFactory.getLogger(OneLineReporter.class);

    @Override
    public boolean reportException(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartFailedException) {
                log.error("{}", cause.getMessage());
                return true;
            }
            if (cause instanceof BindException refused) {
                log.error(
                        "Setting refused, {}: {}",
                        refused.getName(),
                        innermost(refused).getMessage());
                return true;
            }
            if (cause instanceof BadSettingException refused) {
                log.error("Setting refused: {}", refused.getMessage());
                return true;
            }
            if (cause instanceof PortInUseException taken) {
                log.error("Cannot listen, the port is taken: {}", taken.getPort());
                return true;
            }
        }
        return false;
    }

    private static Throwable innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
