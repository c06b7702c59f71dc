package io.yizhan.client.sync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Remembers in two small text files of one directory, each replaced in one step, so that a crash leaves the old or the
 * new content. One process at a time may use a directory. Thread-safe; throws {@link UncheckedIOException} when the
 * disk does.
 */
public final class FilePositionStore implements PositionStore {
    private static final String POSITIONS = "positions";
    private static final String MESSAGE_IDS = "message-ids";

    private final Path directory;
    private final Map<String, Long> positions;
    private long reserved;

    private FilePositionStore(Path directory, Map<String, Long> positions, long reserved) {
        this.directory = directory;
        this.positions = positions;
        this.reserved = reserved;
    }

    /**
     * Opens the store in {@code directory}, which is made when it is missing.
     *
     * @throws UncheckedIOException if it cannot be read or made
     * @throws IllegalStateException if a file holds something else
     */
    public static FilePositionStore open(Path directory) {
        try {
            Files.createDirectories(directory);
            Map<String, Long> positions = new TreeMap<>();
            for (String line : lines(directory.resolve(POSITIONS))) {
                int blank = line.indexOf(' ');
                positions.put(line.substring(blank + 1), number(directory, line.substring(0, Math.max(0, blank))));
            }
            List<String> ids = lines(directory.resolve(MESSAGE_IDS));
            return new FilePositionStore(directory, positions, ids.isEmpty() ? 0 : number(directory, ids.get(0)));
        } catch (IOException e) {
            throw new UncheckedIOException("Could not open the positions: " + directory, e);
        }
    }

    @Override
    public synchronized Map<String, Long> positions() {
        return Map.copyOf(positions);
    }

    @Override
    public synchronized void savePosition(String conversationId, long seq) {
        Long before = positions.put(conversationId, seq);
        if (before == null || before != seq) {
            List<String> lines = new ArrayList<>();
            positions.forEach((id, position) -> lines.add(position + " " + id));
            write(POSITIONS, lines);
        }
    }

    @Override
    public synchronized long reservedMessageIds() {
        return reserved;
    }

    @Override
    public synchronized void reserveMessageIds(long ceiling) {
        write(MESSAGE_IDS, List.of(Long.toString(ceiling)));
        reserved = ceiling;
    }

    private void write(String name, List<String> lines) {
        Path target = directory.resolve(name);
        Path fresh = directory.resolve(name + ".new");
        try {
            Files.write(fresh, lines);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write: " + target, e);
        }
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private static long number(Path directory, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalStateException("Not a number in " + directory + ": " + text, e);
        }
    }
}
