package io.yizhan.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.yizhan.embedded.TestCertificate;
import io.yizhan.tls.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientTlsTest {
    @TempDir
    static Path directory;

    private static TestCertificate first;
    private static TestCertificate second;

    @TempDir
    Path own;

    @BeforeAll
    static void make() {
        first = TestCertificate.make(directory, "first");
        second = TestCertificate.make(directory, "second");
    }

    private TlsFiles files(Path certificate, Path key) throws IOException {
        TlsFiles files = new TlsFiles(own.resolve("server.crt"), own.resolve("server.key"));
        Files.copy(certificate, files.certificates(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(key, files.key(), StandardCopyOption.REPLACE_EXISTING);
        return files;
    }

    @Test
    void speaksNothingOlderThanTls12() throws IOException {
        ClientTls tls = ClientTls.open(files(first.certificateFile(), first.keyFile()));
        SslHandler handler = tls.handler(UnpooledByteBufAllocator.DEFAULT);
        assertThat(handler.engine().getEnabledProtocols()).containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
        assertThat(handler.engine().getUseClientMode()).isFalse();
    }

    @Test
    void goesOnWithWhatItHas_whileTheFilesAreOfNoUse() throws IOException {
        TlsFiles files = files(first.certificateFile(), first.keyFile());
        ClientTls tls = ClientTls.open(files);

        Files.copy(second.certificateFile(), files.certificates(), StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(tls::look).as("its key has yet to come").isInstanceOf(IllegalStateException.class);
        Files.writeString(files.key(), "half of");
        assertThatThrownBy(tls::look).isInstanceOf(IllegalStateException.class);
        Files.delete(files.key());
        assertThatThrownBy(tls::look).isInstanceOf(IllegalStateException.class);

        assertThat(tls.handler(UnpooledByteBufAllocator.DEFAULT)).isNotNull();
        Files.copy(second.keyFile(), files.key());
        tls.look();
        assertThat(tls.handler(UnpooledByteBufAllocator.DEFAULT)).isNotNull();
    }

    @Test
    void doesNotOpen_withFilesThatAreNoPair() throws IOException {
        assertThatThrownBy(() -> ClientTls.open(files(first.certificateFile(), second.keyFile())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("server.key")
                .hasMessageContaining("not that of the first certificate");
        assertThatThrownBy(() -> ClientTls.open(files(first.keyFile(), first.keyFile())))
                .hasMessageContaining("server.crt");
        assertThatThrownBy(() -> ClientTls.open(files(first.certificateFile(), first.certificateFile())))
                .hasMessageContaining("BEGIN PRIVATE KEY");
        assertThatThrownBy(() -> ClientTls.open(new TlsFiles(own.resolve("none"), own.resolve("none"))))
                .hasMessageContaining("none");
    }
}
