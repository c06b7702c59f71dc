package io.yizhan.client.connection;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.yizhan.client.gate.GateNode;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** TLS to workers whose certificate is trusted and names the host that was dialled. One event loop. */
final class WorkerTls {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final Optional<Path> trusted;
    private @Nullable SslContext context;

    /** @param trusted certificates in PEM form; empty: those that the Java runtime trusts */
    WorkerTls(Optional<Path> trusted) {
        this.trusted = trusted;
    }

    /**
     * For one new connection; the first one reads the certificates.
     *
     * @throws IllegalArgumentException if these cannot be read
     */
    SslHandler handler(ByteBufAllocator buffers, GateNode node) throws SSLException {
        SslContext known = context;
        if (known == null) {
            known = build();
            context = known;
        }
        return known.newHandler(buffers, node.host(), node.port());
    }

    private SslContext build() throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .protocols(PROTOCOLS)
                .endpointIdentificationAlgorithm("HTTPS");
        trusted.ifPresent(file -> builder.trustManager(file.toFile()));
        return builder.build();
    }
}
