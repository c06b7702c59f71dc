package io.yizhan.client;

import com.google.errorprone.annotations.CheckReturnValue;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.yizhan.client.gate.GateClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The threads that any number of clients share. Close it after the last of them. */
@CheckReturnValue
public final class ClientRuntime implements AutoCloseable {
    private static final Duration HTTP_CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private final EventLoopGroup loops;
    private final HttpClient http;

    /** @param threads event loops; a client uses one of them. All threads are daemons. */
    public ClientRuntime(int threads) {
        this.loops = new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory("chat-client", true), NioIoHandler.newFactory());
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(HTTP_CONNECT_TIMEOUT)
                .build();
    }

    /** The gate's calls without a chat client, for instance to register a user. */
    public GateClient gate(List<URI> gates, Duration timeout) {
        return new GateClient(http, gates, timeout);
    }

    EventLoop nextLoop() {
        return loops.next();
    }

    /** Stops the threads; returns at once. */
    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
