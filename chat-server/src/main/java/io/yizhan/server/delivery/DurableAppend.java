package io.yizhan.server.delivery;

import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.archive.LogRefusedException;
import io.yizhan.server.archive.MessageLog;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Appends a batch to the log, again and again with the same numbers, until it is stored or it is too late. Blocks. */
final class DurableAppend {
    private static final Logger log = LoggerFactory.getLogger(DurableAppend.class);
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final MessageLog messages;
    private final DeliveryClock clock;
    private final Function<LogRecord.Stored, Optional<LogRecord.Void>> before;
    private final RareWarning tooLate;

    DurableAppend(MessageLog messages, DeliveryClock clock) {
        this(messages, clock, record -> Optional.empty());
    }

    /** @param before what goes before a record */
    DurableAppend(
            MessageLog messages, DeliveryClock clock, Function<LogRecord.Stored, Optional<LogRecord.Void>> before) {
        this.messages = messages;
        this.clock = clock;
        this.before = before;
        this.tooLate = new RareWarning(log, clock);
    }

    /**
     * What is known of a batch at its deadline, after which nothing may be acknowledged: others may void its numbers.
     */
    enum Outcome {
        STORED,
        /** Each try was turned away. */
        REFUSED,
        /** All of it, a part, or nothing is stored, or will be. */
        UNKNOWN
    }

    /** {@code STORED} only if all of it was stored, and known to be, before the deadline. */
    Outcome append(List<LogRecord> batch, Deadline deadline) throws InterruptedException {
        List<LogRecord> records =
                batch.stream().flatMap(this::withWhatGoesBefore).toList();
        long pause = FIRST_PAUSE_NANOS;
        boolean refused = false;
        boolean unknown = false;
        Exception last = new TimeoutException("The deadline had passed before");
        while (!deadline.passed()) {
            try {
                deadline.await(messages.append(records));
                return deadline.passed() ? Outcome.UNKNOWN : Outcome.STORED;
            } catch (ExecutionException e) {
                log.debug("Could not append a batch, trying again: {} records", batch.size(), e);
                last = e;
                refused |= e.getCause() instanceof LogRefusedException;
                unknown |= !(e.getCause() instanceof LogRefusedException);
            } catch (TimeoutException e) {
                last = e;
                unknown = true;
                break;
            }
            clock.pause(Math.max(0, Math.min(pause, deadline.remainingNanos())));
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
        }
        tooLate.warn("A batch was not stored in time, its senders are told so: " + batch.size() + " records", last);
        return refused && !unknown ? Outcome.REFUSED : Outcome.UNKNOWN;
    }

    private Stream<LogRecord> withWhatGoesBefore(LogRecord record) {
        return record instanceof LogRecord.Stored stored
                ? Stream.concat(before.apply(stored).stream(), Stream.of(record))
                : Stream.of(record);
    }
}
