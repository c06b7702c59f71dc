package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.embedded.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Looks from outside at a port of this machine that speaks TLS. */
final class TlsProbe {
    static final int ALERT = 21;
    private static final byte PROTOCOL_VERSION = 70;

    private final int port;
    private final SSLContext context;

    TlsProbe(int port, List<TestCertificate> trusted) {
        this.port = port;
        this.context = trusting(trusted);
    }

    static SSLContext trusting(List<TestCertificate> certificates) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            for (TestCertificate each : certificates) {
                trusted.setCertificateEntry("trusted-" + trusted.size(), each.certificate());
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("No TLS in this runtime", e);
        }
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(Math.toIntExact(Person.LIMIT.toMillis()));
        return socket;
    }

    /** The certificate that who comes now is shown. */
    Certificate shown() throws IOException {
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    void assertRefusesTls11() throws IOException {
        try (Socket old = connect()) {
            old.getOutputStream().write(helloOfTls11());
            byte[] answer = old.getInputStream().readNBytes(7);
            assertThat(answer[0]).isEqualTo((byte) ALERT);
            assertThat(answer[6]).isEqualTo(PROTOCOL_VERSION);
        }
    }

    /** A ClientHello of version 3.2 with one cipher suite and no extension. */
    private static byte[] helloOfTls11() {
        String body = "0302" + "ab".repeat(32) + "00" + "0002c009" + "0100";
        return HexFormat.of().parseHex("160301002d" + "01000029" + body);
    }
}
