package io.yizhan.quickstart;

import io.yizhan.embedded.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The two files from which a server of a test has its certificate. */
record InstalledCertificate(Path certificates, Path key) {
    static InstalledCertificate in(Path directory, TestCertificate first) throws IOException {
        InstalledCertificate files =
                new InstalledCertificate(directory.resolve("server.crt"), directory.resolve("server.key"));
        files.replace(first);
        return files;
    }

    /** As an operator would: one file after the other, and not at once. */
    void replace(TestCertificate by) throws IOException {
        Files.copy(by.certificateFile(), certificates, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(by.keyFile(), key, StandardCopyOption.REPLACE_EXISTING);
    }
}
