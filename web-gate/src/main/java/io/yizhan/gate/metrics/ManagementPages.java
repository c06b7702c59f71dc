package io.yizhan.gate.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** What the management port shows, all of it. Safe from any thread. */
@Component
final class ManagementPages {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;
    private static final String JSON = "application/json";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry meters;
    private final WorkerGauges workers;
    private final String name;
    private volatile boolean ready;

    /**
     * What is answered.
     *
     * @param type of the body
     */
    record Page(int status, String type, String body) {}

    ManagementPages(
            PrometheusMeterRegistry meters, WorkerGauges workers, @Value("${spring.application.name}") String name) {
        this.meters = meters;
        this.workers = workers;
        this.name = name;
    }

    /** What is shown at {@code path}; nothing below it, and nothing elsewhere. */
    Page page(String method, String path) {
        if (!method.equals("GET")) {
            return new Page(NOT_ALLOWED, JSON, "");
        }
        return switch (path) {
            case "/health" ->
                ready
                        ? new Page(OK, JSON, "{\"status\":\"UP\"}")
                        : new Page(UNAVAILABLE, JSON, "{\"status\":\"OUT_OF_SERVICE\"}");
            case "/info" -> new Page(OK, JSON, "{\"name\":\"" + name + "\"}");
            case "/prometheus" -> new Page(OK, PROMETHEUS, figures());
            default -> new Page(NOT_FOUND, JSON, "");
        };
    }

    private String figures() {
        workers.look();
        return meters.scrape();
    }

    @EventListener(ApplicationReadyEvent.class)
    void ready() {
        ready = true;
    }

    @EventListener(ContextClosedEvent.class)
    void closing() {
        ready = false;
    }
}
