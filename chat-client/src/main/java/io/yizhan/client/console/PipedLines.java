package io.yizhan.client.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Lines of a script or another program. */
final class PipedLines implements LineSource {
    private final BufferedReader reader;

    PipedLines(BufferedReader reader) {
        this.reader = reader;
    }

    @Override
    public Optional<String> line(String prompt) {
        try {
            return Optional.ofNullable(reader.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read the standard input", e);
        }
    }

    @Override
    public Optional<String> answer(String question) {
        return Optional.empty();
    }

    @Override
    public Optional<String> secret(String prompt) {
        return Optional.empty();
    }

    @Override
    public boolean isInteractive() {
        return false;
    }
}
