package io.yizhan.gate.tls;

import io.yizhan.gate.config.TlsConfig;
import io.yizhan.gate.start.BadSettingException;
import io.yizhan.lifecycle.Recurring;
import io.yizhan.tls.CertifiedKey;
import io.yizhan.tls.FollowedKey;
import io.yizhan.tls.TlsFiles;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.web.server.ConfigurableWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * TLS 1.2 and 1.3 on the public port, with what stands in the files that are set. When that is replaced, whoever comes
 * from then on gets the new certificate; connections that stand go on with theirs.
 */
@Component
final class GateTls
        implements SslBundleRegistrar, WebServerFactoryCustomizer<ConfigurableWebServerFactory>, DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(GateTls.class);
    private static final String BUNDLE = "gate";
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

    private final Optional<TlsFiles> files;
    private final ScheduledExecutorService timer;

    GateTls(TlsConfig config) {
        this.files = config.files();
        CustomizableThreadFactory threads = new CustomizableThreadFactory("tls-");
        threads.setDaemon(true);
        this.timer = Executors.newSingleThreadScheduledExecutor(threads); // has no thread while it has no work
    }

    /** @throws BadSettingException if the files are of no use */
    @Override
    public void registerBundles(SslBundleRegistry registry) {
        files.map(FollowedKey::new).ifPresent(key -> {
            try {
                key.look(taking(bundle -> registry.registerBundle(BUNDLE, bundle)));
            } catch (IllegalStateException e) {
                throw new BadSettingException(String.valueOf(e.getMessage()));
            }
            Consumer<CertifiedKey> replace = taking(bundle -> registry.updateBundle(BUNDLE, bundle));
            new Recurring(log, "Another certificate is not taken, clients get the one before", () -> key.look(replace))
                    .withPauses(timer, FollowedKey.LOOK_EVERY);
        });
    }

    private static Consumer<CertifiedKey> taking(Consumer<SslBundle> bundles) {
        return pair -> {
            PemSslStore store = PemSslStore.of(pair.chain(), pair.key());
            bundles.accept(SslBundle.of(
                    new PemSslStoreBundle(store, null), SslBundleKey.NONE, SslOptions.of(null, PROTOCOLS)));
            log.info("Clients get the certificate of {}", pair);
        };
    }

    @Override
    public void customize(ConfigurableWebServerFactory server) {
        if (files.isPresent()) {
            server.setSsl(Ssl.forBundle(BUNDLE));
        }
    }

    @Override
    public void destroy() {
        timer.shutdownNow();
    }
}
