package io.yizhan.client.store;

import chat.v2.SendRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers in one directory, over restarts and also when the process is killed at any moment: each write is one entry
 * of a journal, which is written anew, in one step, when it has grown. What a power cut takes is the last moments,
 * never a part of an entry. One client at a time uses a directory. Thread-safe; throws {@link UncheckedIOException}
 * when the disk does, and then has changed nothing.
 */
public final class FileLocalStore implements LocalStore {
    private static final Logger log = LoggerFactory.getLogger(FileLocalStore.class);
    private static final long COMPACT_FROM = 256 << 10;
    private static final int GROWTH = 4;

    private final FileChannel lock;
    private final MemoryLocalStore state;
    private final Journal journal;
    private long compactAt;

    private FileLocalStore(FileChannel lock, MemoryLocalStore state, Journal journal) {
        this.lock = lock;
        this.state = state;
        this.journal = journal;
        this.compactAt = Math.max(COMPACT_FROM, journal.size());
    }

    /**
     * Opens the store in {@code directory}, which is made when it is missing.
     *
     * @throws UncheckedIOException if it cannot be read or made
     * @throws IllegalStateException if another client uses it, or a file holds something else
     */
    public static FileLocalStore open(Path directory) {
        try {
            Files.createDirectories(directory);
            FileChannel lock = lock(directory);
            try {
                MemoryLocalStore state = new MemoryLocalStore();
                Journal journal =
                        Journal.open(directory.resolve("journal"), entry -> JournalEntries.replay(entry, state));
                return new FileLocalStore(lock, state, journal);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not open the local store: " + directory, e);
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held;
        try {
            held = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            held = null; // this very process holds it
        }
        if (held == null) {
            channel.close();
            throw new IllegalStateException("Another client uses the local store: " + directory);
        }
        return channel;
    }

    @Override
    public synchronized LocalState state() {
        return state.state();
    }

    @Override
    public synchronized void progress(Progress progress) {
        append(JournalEntries.progress(progress));
        state.progress(progress);
        compact();
    }

    @Override
    public synchronized void listed() {
        append(JournalEntries.listed());
        state.listed();
    }

    @Override
    public synchronized void outgoing(SendRequest request) {
        append(JournalEntries.outgoing(request));
        state.outgoing(request);
    }

    @Override
    public synchronized void settled(long clientMsgId) {
        append(JournalEntries.settled(clientMsgId));
        state.settled(clientMsgId);
        compact();
    }

    @Override
    public synchronized void reserveMessageIds(long ceiling) {
        append(JournalEntries.reserved(ceiling));
        state.reserveMessageIds(ceiling);
    }

    private void append(byte[] entry) {
        try {
            journal.append(entry);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write to the local store", e);
        }
    }

    private void compact() {
        if (journal.size() < compactAt) {
            return;
        }
        try {
            journal.replace(JournalEntries.of(state.state()));
        } catch (IOException e) {
            log.warn("Could not write a journal anew, it goes on growing, bytes: {}", journal.size(), e);
        } finally {
            compactAt = Math.max(COMPACT_FROM, journal.size() * GROWTH);
        }
    }

    @Override
    public synchronized void close() {
        try (lock) {
            journal.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not close the local store", e);
        }
    }
}
