package io.yizhan.gate.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.yizhan.gate.config.ManagementConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Listens on the management port, if there is one. It has nothing in common with the public one, neither calls nor
 * threads; it is there before the gate is ready, to say so, and until it has stopped.
 */
@Component
final class ManagementServer implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(ManagementServer.class);
    private static final int THREADS = 2;
    private static final int BACKLOG = 16;
    private static final long NO_BODY = -1;

    private final ManagementConfig config;
    private final ManagementPages pages;
    private volatile @Nullable Running running;

    private record Running(HttpServer server, ExecutorService threads) {}

    ManagementServer(ManagementConfig config, ManagementPages pages) {
        this.config = config;
        this.pages = pages;
    }

    /** @throws PortInUseException if it is taken */
    @Override
    public void start() {
        Integer port = config.port();
        if (port == null) {
            return;
        }
        HttpServer server = listen(port);
        CustomizableThreadFactory factory = new CustomizableThreadFactory("management-");
        factory.setDaemon(true);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, factory);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        running = new Running(server, threads);
        log.info(
                "Health and metrics are at {}:{}",
                config.address().getHostAddress(),
                server.getAddress().getPort());
    }

    private HttpServer listen(int port) {
        try {
            return HttpServer.create(new InetSocketAddress(config.address(), port), BACKLOG);
        } catch (IOException e) {
            PortInUseException.throwIfPortBindingException(e, () -> port);
            throw new UncheckedIOException("Cannot listen: " + config, e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            ManagementPages.Page page = pages.page(
                    exchange.getRequestMethod(), exchange.getRequestURI().getPath());
            byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", page.type());
            exchange.sendResponseHeaders(page.status(), body.length == 0 ? NO_BODY : body.length);
            if (body.length > 0) {
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(body);
                }
            }
        } catch (RuntimeException e) { // the JDK's server would only close, and say nothing
            log.error("A page of the management port failed: {}", exchange.getRequestURI(), e);
        }
    }

    @Override
    public void stop() {
        Running ending = running;
        running = null;
        if (ending != null) {
            ending.server().stop(0);
            ending.threads().shutdown();
        }
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }

    /** Before all others, which wait for stores, and after them. */
    @Override
    public int getPhase() {
        return -1;
    }
}
