package io.yizhan.server.archive;

import io.yizhan.server.archive.DeadLetters.Kept;
import io.yizhan.server.archive.MessageStore.Range;
import io.yizhan.server.archive.MessageStore.Slice;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Puts dead letters back through the log, where the persister finds them like any record. A letter is settled only when
 * its message stands in the store: until then it holds its number, so that nothing declares that empty. Blocks.
 */
public final class DeadLetterReplay {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final DeadLetters letters;
    private final MessageLog log;
    private final MessageStore store;
    private final Duration limit;

    /** What came of a letter. */
    public enum Outcome {
        /** It stands in the store, or was settled before. */
        RESTORED,
        /** This build cannot read it either; it waits on. */
        UNREADABLE,
        /** Another message stands at its number; it waits on. */
        NUMBER_TAKEN,
        /** Its number holds nothing for ever: the same send stands at another number. */
        EMPTY,
        /** It is in the log again, but the persister has not written it in time; it waits on. */
        NOT_YET;

        /** Whether the letter waits no more. */
        public boolean isSettled() {
            return this == RESTORED || this == EMPTY;
        }
    }

    /** @param limit how long to wait for the persister, for each letter */
    public DeadLetterReplay(DeadLetters letters, MessageLog log, MessageStore store, Duration limit) {
        this.letters = letters;
        this.log = log;
        this.store = store;
        this.limit = limit;
    }

    /** @throws ArchiveUnavailableException if the log or the store does not answer; may be repeated */
    public Outcome replay(Kept kept) throws InterruptedException {
        if (kept.settled()) {
            return Outcome.RESTORED;
        }
        LogRecord record;
        try {
            record = LogRecordCodec.decode(kept.letter().record());
        } catch (UnreadableRecordException e) {
            return Outcome.UNREADABLE;
        }
        Outcome outcome = record instanceof LogRecord.Stored stored ? restore(stored) : append(record);
        if (outcome.isSettled()) {
            letters.settle(kept.id());
        }
        return outcome;
    }

    private Outcome append(LogRecord record) {
        answer(log.append(List.of(record)));
        return Outcome.RESTORED;
    }

    private Outcome restore(LogRecord.Stored stored) throws InterruptedException {
        Optional<Outcome> found = look(stored);
        if (found.isEmpty()) {
            append(stored);
            long end = System.nanoTime() + limit.toNanos();
            do {
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
                found = look(stored);
            } while (found.isEmpty() && System.nanoTime() - end < 0);
        }
        return found.orElse(Outcome.NOT_YET);
    }

    /** What the store says of the message; empty while its number holds nothing. */
    private Optional<Outcome> look(LogRecord.Stored stored) {
        long seq = stored.message().getSeq();
        Slice slice = answer(store.read(new Range(stored.conversation(), seq, seq, 1, Integer.MAX_VALUE, false)));
        if (!slice.messages().isEmpty()) {
            boolean isIt =
                    slice.messages().get(0).getMessageId() == stored.message().getMessageId();
            return Optional.of(isIt ? Outcome.RESTORED : Outcome.NUMBER_TAKEN);
        }
        return slice.completeTo() >= seq ? Optional.of(Outcome.EMPTY) : Optional.empty();
    }

    private static <T> T answer(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture()
                    .orTimeout(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof ArchiveUnavailableException known
                    ? known
                    : new ArchiveUnavailableException("A replay had no answer", e);
        }
    }
}
