package io.yizhan.server.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.yizhan.lifecycle.Recurring;
import io.yizhan.server.config.TlsFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS 1.2 and 1.3 for clients, with what stands in the files. When that is replaced, whoever comes from then on gets
 * the new certificate; connections that stand go on with theirs. Safe from any thread.
 */
final class ClientTls {
    private static final Logger log = LoggerFactory.getLogger(ClientTls.class);
    /** Certificates are replaced days before they end. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final TlsFiles files;
    private volatile Loaded loaded;

    private ClientTls(TlsFiles files, Loaded loaded) {
        this.files = files;
        this.loaded = loaded;
    }

    /**
     * Reads the files. Blocks for the disk.
     *
     * @throws IllegalStateException if they cannot be used
     */
    static ClientTls open(TlsFiles files) {
        return new ClientTls(files, load(Content.of(files), files));
    }

    /** Looks at the files again and again. */
    void follow(ScheduledExecutorService timer) {
        new Recurring(log, "Another certificate is not taken, clients get the one before", this::look)
                .withPauses(timer, LOOK_EVERY);
    }

    /** For one new connection. */
    SslHandler handler(ByteBufAllocator buffers) {
        return loaded.context().newHandler(buffers);
    }

    /**
     * Looks whether the files hold something else by now. Blocks for the disk.
     *
     * @throws IllegalStateException if that cannot be used; then nothing is changed
     */
    void look() {
        Content now = Content.of(files);
        if (!now.equals(loaded.content())) {
            loaded = load(now, files);
        }
    }

    private static Loaded load(Content content, TlsFiles files) {
        try {
            CertifiedKey pair = CertifiedKey.read(content.certificates(), content.key());
            X509Certificate[] chain = pair.chain().toArray(X509Certificate[]::new);
            SslContext context = SslContextBuilder.forServer(pair.key(), chain)
                    .sslProvider(SslProvider.JDK)
                    .protocols(PROTOCOLS)
                    .build();
            log.info(
                    "Clients get the certificate of {}, good until {}",
                    pair,
                    chain[0].getNotAfter().toInstant());
            return new Loaded(content, context);
        } catch (SSLException | IllegalArgumentException e) {
            throw unusable(files, e);
        }
    }

    private static IllegalStateException unusable(TlsFiles files, Exception cause) {
        return new IllegalStateException(
                "No TLS with " + files.certificates() + " and " + files.key() + ": " + cause.getMessage(), cause);
    }

    private record Loaded(Content content, SslContext context) {}

    /** The text of both files. */
    private record Content(String certificates, String key) {
        static Content of(TlsFiles files) {
            try {
                return new Content(
                        Files.readString(files.certificates(), StandardCharsets.ISO_8859_1),
                        Files.readString(files.key(), StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                throw unusable(files, e);
            }
        }

        @Override
        public String toString() {
            return "Content";
        }
    }
}
