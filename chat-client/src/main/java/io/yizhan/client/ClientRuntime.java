package io.yizhan.client;

import com.google.errorprone.annotations.CheckReturnValue;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.yizhan.client.gate.GateClient;
import io.yizhan.client.gate.GateTls;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The threads that any number of clients share. Close it after the last of them. */
@CheckReturnValue
public final class ClientRuntime implements AutoCloseable {
    private static final Duration HTTP_CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private final EventLoopGroup loops;
    private final HttpClient http;
    private final Map<Path, HttpClient> trustingHttp = new ConcurrentHashMap<>();

    /** @param threads event loops; a client uses one of them. All threads are daemons. */
    public ClientRuntime(int threads) {
        this.loops = new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory("chat-client", true), NioIoHandler.newFactory());
        this.http = http().build();
    }

    private static HttpClient.Builder http() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslParameters(GateTls.parameters())
                .connectTimeout(HTTP_CONNECT_TIMEOUT);
    }

    /** The gate's calls without a chat client, for instance to register a user. */
    public GateClient gate(List<URI> gates, Duration timeout) {
        return gate(gates, timeout, Optional.empty());
    }

    /**
     * The same at gates with TLS, for which others vouch than those that the Java runtime trusts. Blocks for the disk
     * at the first call with that file.
     *
     * @param trusted certificates in PEM form, one of which has to vouch for each gate
     * @throws IllegalArgumentException if these cannot be read
     */
    public GateClient gate(List<URI> gates, Duration timeout, Optional<Path> trusted) {
        return new GateClient(trusted.map(this::trusting).orElse(http), gates, timeout);
    }

    private HttpClient trusting(Path certificates) {
        return trustingHttp.computeIfAbsent(
                certificates, file -> http().sslContext(GateTls.trusting(file)).build());
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
