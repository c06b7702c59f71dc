package io.yizhan.gate.config;

import io.yizhan.tls.TlsFiles;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What the gate shows of itself on its public port; both empty: it speaks in the clear there.
 *
 * @param certificates PEM file with its own, then those that vouch for it
 * @param key PEM file with its private key, PKCS #8 and not encrypted
 */
@ConfigurationProperties(prefix = "yizhan.tls", ignoreUnknownFields = false)
public record TlsConfig(String certificates, String key) {
    public TlsConfig {
        if (certificates.isBlank() != key.isBlank()) {
            throw new IllegalArgumentException("yizhan.tls.certificates and yizhan.tls.key: set both, or none");
        }
    }

    public Optional<TlsFiles> files() {
        return certificates.isBlank()
                ? Optional.empty()
                : Optional.of(new TlsFiles(Path.of(certificates), Path.of(key)));
    }
}
