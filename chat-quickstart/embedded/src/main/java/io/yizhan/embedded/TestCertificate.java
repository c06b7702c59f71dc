package io.yizhan.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/**
 * For tests: a key that was made just now, and a certificate for 127.0.0.1 that nobody else vouches for, in PEM files.
 */
public record TestCertificate(X509Certificate certificate, Path certificateFile, Path keyFile) {
    private static final String ALIAS = "server";
    private static final String PASSWORD = "of-a-test";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    /**
     * Asks the JDK's keytool; blocks for a second.
     *
     * @param name of the owner, and of the files
     */
    public static TestCertificate make(Path directory, String name) {
        try {
            Path store = directory.resolve(name + ".p12");
            runKeytool(store, name);
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, PASSWORD.toCharArray());
            }
            X509Certificate certificate = (X509Certificate) keys.getCertificate(ALIAS);
            byte[] key = keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
            return new TestCertificate(
                    certificate,
                    write(directory.resolve(name + ".crt"), "CERTIFICATE", certificate.getEncoded()),
                    write(directory.resolve(name + ".key"), "PRIVATE KEY", key));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while making a certificate: " + name, e);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("No certificate: " + name, e);
        }
    }

    private static void runKeytool(Path store, String name) throws IOException, InterruptedException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IOException("keytool ended with: " + code);
        }
    }

    private static Path write(Path file, String kind, byte[] content) throws IOException {
        return Files.writeString(
                file,
                "-----BEGIN " + kind + "-----\n" + LINES.encodeToString(content) + "\n-----END " + kind + "-----\n");
    }
}
