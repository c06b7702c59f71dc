package io.yizhan.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The last lines of a log, for the message of a failure. */
final class LogTail {

    private static final int LINES = 15;

    private LogTail() {}

    /** One line break before each line, nothing when there is no log. */
    static String of(Path log) {
        if (!Files.exists(log)) {
            return "";
        }
        try {
            // ISO-8859-1 reads any byte: a message must not fail because a log holds half a character.
            List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
            StringBuilder tail = new StringBuilder();
            lines.subList(Math.max(0, lines.size() - LINES), lines.size())
                    .forEach(line ->
                            tail.append(System.lineSeparator()).append("  ").append(line));
            return tail.toString();
        } catch (IOException e) {
            return System.lineSeparator() + "  (the log cannot be read: " + e + ")";
        }
    }
}
