package io.yizhan.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Where a server program writes its process id once it listens. An answer on its port alone proves nothing: it may come
 * from another, which was faster to listen there.
 */
record ListeningFile(Path path) {

    /** Whether the process has told that it listens. */
    boolean names(long pid) {
        try {
            return Files.readString(path, StandardCharsets.US_ASCII).strip().equals(Long.toString(pid));
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read: " + path, e);
        }
    }
}
