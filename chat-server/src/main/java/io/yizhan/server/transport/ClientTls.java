package io.yizhan.server.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.yizhan.lifecycle.Recurring;
import io.yizhan.tls.CertifiedKey;
import io.yizhan.tls.FollowedKey;
import io.yizhan.tls.TlsFiles;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS 1.2 and 1.3 for clients, with what stands in the files. When that is replaced, whoever comes from then on gets
 * the new certificate; connections that stand go on with theirs. Safe from any thread.
 */
final class ClientTls {
    private static final Logger log = LoggerFactory.getLogger(ClientTls.class);
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final FollowedKey key;
    private volatile @Nullable SslContext context;

    private ClientTls(FollowedKey key) {
        this.key = key;
    }

    /**
     * Reads the files. Blocks for the disk.
     *
     * @throws IllegalStateException if they cannot be used
     */
    static ClientTls open(TlsFiles files) {
        ClientTls tls = new ClientTls(new FollowedKey(files));
        tls.look();
        return tls;
    }

    /** Looks at the files again and again. */
    void follow(ScheduledExecutorService timer) {
        new Recurring(log, "Another certificate is not taken, clients get the one before", this::look)
                .withPauses(timer, FollowedKey.LOOK_EVERY);
    }

    /** For one new connection. */
    SslHandler handler(ByteBufAllocator buffers) {
        return Objects.requireNonNull(context).newHandler(buffers); // there since it was opened
    }

    /**
     * Looks whether the files hold something else by now. Blocks for the disk.
     *
     * @throws IllegalStateException if that cannot be used; then nothing is changed
     */
    synchronized void look() {
        key.look(this::take);
    }

    private void take(CertifiedKey pair) {
        try {
            context = SslContextBuilder.forServer(pair.key(), pair.chain().toArray(X509Certificate[]::new))
                    .sslProvider(SslProvider.JDK)
                    .protocols(PROTOCOLS)
                    .build();
            log.info("Clients get the certificate of {}", pair);
        } catch (SSLException e) {
            throw new IllegalArgumentException("A pair that the runtime cannot use", e);
        }
    }
}
