package io.yizhan.client.store;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that entries are only appended to: 8 bytes of title, then for each entry its length, the CRC-32C of its bytes,
 * and the bytes. An entry is in the file whole or, after a crash, cut off when the file is opened again. Not
 * thread-safe.
 */
final class Journal implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(Journal.class);
    private static final byte[] TITLE = "yizhan-1".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD = 2 * Integer.BYTES;

    private final Path file;
    /** Not a channel: that is closed when the thread that writes is interrupted. */
    private RandomAccessFile open;

    private long size;

    private Journal(Path file, RandomAccessFile open, long size) {
        this.file = file;
        this.open = open;
        this.size = size;
    }

    /**
     * Opens the file, which is made when it is missing.
     *
     * @param entries takes all entries, oldest first
     * @throws IllegalStateException if the file is something else
     */
    static Journal open(Path file, Consumer<byte[]> entries) throws IOException {
        if (!Files.exists(file)) {
            writeWhole(file, List.of());
        }
        byte[] bytes = Files.readAllBytes(file);
        if (!Arrays.equals(bytes, 0, Math.min(TITLE.length, bytes.length), TITLE, 0, TITLE.length)) {
            throw new IllegalStateException("Not a journal of this client: " + file);
        }
        int end = read(ByteBuffer.wrap(bytes).position(TITLE.length), entries);
        RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw");
        if (end < bytes.length) {
            log.warn("The last entry of a journal is not whole and is cut off, bytes: {}", bytes.length - end);
            open.setLength(end);
        }
        open.seek(end);
        return new Journal(file, open, end);
    }

    /** Gives each whole entry; returns where the last of them ends. */
    private static int read(ByteBuffer bytes, Consumer<byte[]> entries) {
        int end = bytes.position();
        while (bytes.remaining() >= HEAD) {
            int length = bytes.getInt();
            int sum = bytes.getInt();
            if (length < 1 || length > bytes.remaining()) {
                return end;
            }
            byte[] entry = new byte[length];
            bytes.get(entry);
            if (sum(entry) != sum) {
                return end;
            }
            entries.accept(entry);
            end = bytes.position();
        }
        return end;
    }

    /** Hands the entry to the operating system, which keeps it whatever becomes of this process. */
    void append(byte[] entry) throws IOException {
        byte[] framed = framed(entry);
        try {
            open.write(framed);
            size += framed.length;
        } catch (IOException e) {
            cutBack(e);
            throw e;
        }
    }

    /** What a write that failed has left must not stand before the next entry. */
    private void cutBack(IOException failure) {
        try {
            open.setLength(size);
            open.seek(size);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Puts these entries in the place of all, in one step. */
    void replace(List<byte[]> entries) throws IOException {
        open.close();
        try {
            writeWhole(file, entries);
        } finally {
            open = new RandomAccessFile(file.toFile(), "rw");
            size = open.length();
            open.seek(size);
        }
    }

    long size() {
        return size;
    }

    @Override
    public void close() throws IOException {
        open.close();
    }

    private static void writeWhole(Path file, List<byte[]> entries) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(TITLE);
            entries.forEach(entry -> all.writeBytes(framed(entry)));
            all.writeTo(out);
            out.getFD().sync();
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] framed(byte[] entry) {
        return ByteBuffer.allocate(HEAD + entry.length)
                .putInt(entry.length)
                .putInt(sum(entry))
                .put(entry)
                .array();
    }

    private static int sum(byte[] entry) {
        CRC32C sum = new CRC32C();
        sum.update(entry);
        return (int) sum.getValue();
    }
}
