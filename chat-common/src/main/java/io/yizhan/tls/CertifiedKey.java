package io.yizhan.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A private key, and the certificates that say whose it is.
 *
 * @param key never printed
 * @param chain its owner's first
 */
public record CertifiedKey(PrivateKey key, List<X509Certificate> chain) {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final byte[] ANYTHING = {1, 2, 3};

    public CertifiedKey {
        chain = List.copyOf(chain);
    }

    /** @throws IllegalArgumentException if the texts are not in PEM form, or not of a pair; tells nothing of the key */
    static CertifiedKey read(String certificates, String key) {
        try {
            List<X509Certificate> chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(certificates.getBytes(StandardCharsets.ISO_8859_1)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (chain.isEmpty()) {
                throw new IllegalArgumentException("There is no certificate");
            }
            PublicKey owner = chain.get(0).getPublicKey();
            PrivateKey secret = KeyFactory.getInstance(owner.getAlgorithm()).generatePrivate(decoded(key));
            if (!isPair(owner, secret)) {
                throw new IllegalArgumentException("The key is not that of the first certificate");
            }
            return new CertifiedKey(secret, chain);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("Not certificates and a key of the first of them", e);
        }
    }

    private static PKCS8EncodedKeySpec decoded(String key) {
        Matcher form = KEY.matcher(key);
        if (!form.find()) {
            throw new IllegalArgumentException("There is no key that begins with BEGIN PRIVATE KEY (PKCS #8)");
        }
        return new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(form.group(1)));
    }

    private static boolean isPair(PublicKey owner, PrivateKey secret) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(
                switch (owner.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> owner.getAlgorithm();
                });
        signature.initSign(secret);
        signature.update(ANYTHING);
        byte[] signed = signature.sign();
        signature.initVerify(owner);
        signature.update(ANYTHING);
        return signature.verify(signed);
    }

    /** Whose it is and until when, for a log line. */
    @Override
    public String toString() {
        X509Certificate owner = chain.get(0);
        return owner.getSubjectX500Principal() + ", good until "
                + owner.getNotAfter().toInstant();
    }
}
