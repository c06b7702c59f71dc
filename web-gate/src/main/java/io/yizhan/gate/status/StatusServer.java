package io.yizhan.gate.status;

import chat.status.v1.StatusServiceGrpc;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.grpc.MetricCollectingServerInterceptor;
import io.yizhan.gate.config.StatusConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Listens for the calls of the status service, if there is one. Starts after all that it needs, and ends when web
 * requests do: no new call is taken, those under way are answered. Health may be asked without the secret, since it
 * says nothing but whether this gate serves.
 */
@Component
final class StatusServer implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(StatusServer.class);
    /** Of calls that wait for a store; Redis takes as many at once. */
    private static final int THREADS = 16;
    /** A request is a user id and a token. */
    private static final int MAX_REQUEST_BYTES = 4_096;

    private final StatusConfig config;
    private final StatusCalls calls;
    private final ServiceCredential credential;
    private final CallLimit limit;
    private final MetricCollectingServerInterceptor measure;
    private final Duration stopWithin;
    private final HealthStatusManager health = new HealthStatusManager();
    private volatile @Nullable Running running;

    private record Running(Server server, ExecutorService threads) {}

    StatusServer(StatusConfig config, StatusCalls calls, MeterRegistry meters, LifecycleProperties lifecycle) {
        this.config = config;
        this.calls = calls;
        this.credential = new ServiceCredential(config.secret());
        this.limit = new CallLimit(config.calls());
        this.measure = new MetricCollectingServerInterceptor(meters);
        this.stopWithin = lifecycle.getTimeoutPerShutdownPhase();
    }

    /** @throws PortInUseException if it is taken */
    @Override
    public void start() {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, new CustomizableThreadFactory("status-"));
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(config.address(), config.port()))
                .executor(threads)
                .maxInboundMessageSize(MAX_REQUEST_BYTES)
                .addStreamTracerFactory(new TooLongRequests())
                .addService(guarded(calls))
                .addService(guarded(ProtoReflectionServiceV1.newInstance()))
                .addService(health.getHealthService())
                .build();
        try {
            server.start();
        } catch (IOException e) {
            threads.shutdown();
            PortInUseException.throwIfPortBindingException(e, config::port);
            throw new UncheckedIOException("Cannot listen: " + config, e);
        }
        running = new Running(server, threads);
        health.setStatus(StatusServiceGrpc.SERVICE_NAME, ServingStatus.SERVING);
        log.info("The status service listens on {}:{}", config.address().getHostAddress(), server.getPort());
    }

    /** The interceptor that is named last is asked first. */
    private ServerServiceDefinition guarded(BindableService service) {
        return ServerInterceptors.intercept(service, new AnswerAlike(), limit, credential, measure);
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    /** Returns at once; {@code ended} is called when the last call was answered, or was not in time. */
    @Override
    public void stop(Runnable ended) {
        Running ending = running;
        running = null;
        if (ending == null) {
            ended.run();
            return;
        }
        health.enterTerminalState();
        ending.server().shutdown();
        new Thread(() -> end(ending, ended), "stop-status").start();
    }

    private void end(Running ending, Runnable ended) {
        try {
            if (!ending.server().awaitTermination(stopWithin.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("Calls of the status service are cut off after: {}", stopWithin);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ending.server().shutdownNow();
            ending.threads().shutdown();
            ended.run();
        }
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }

    @Override
    public boolean isAutoStartup() {
        return config.isOn();
    }

    @Override
    public int getPhase() {
        return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE;
    }
}
