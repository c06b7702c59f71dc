package io.yizhan.server.delivery;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.SequenceNumber;
import io.yizhan.server.archive.GivenOut;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.archive.MessageLog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Declares numbers at a conversation's end empty that were given out but never stored. Readers tell which head they saw
 * and how far the store had come; the first who comes back long enough after a head was first seen, and finds the store
 * still behind it, has the numbers up to that head declared empty through the log.
 *
 * <p>How far the persister is does not matter: the record of an acknowledged message was in the log before the
 * declaration, and the first record for a number wins. If the store is merely behind, the declaration says nothing new.
 * Never blocks; safe from any thread.
 */
public final class TailCloser {
    private static final Logger log = LoggerFactory.getLogger(TailCloser.class);
    private static final long MOST_NUMBERS = 1_000;

    private final MessageLog messages;
    private final GivenOut givenOut;
    private final RareWarning notDeclared;

    /** @param age from first seeing a head to declaring what is missing empty; above the store's deadline */
    public TailCloser(MessageLog messages, DeliveryClock clock, Duration age) {
        this.messages = messages;
        this.givenOut = new GivenOut(clock::nanos, age);
        this.notDeclared = new RareWarning(log, clock);
    }

    /** To be called only with what the store has answered, so that nothing is declared while it is away. */
    public void saw(ConversationId conversation, long head, long completeTo) {
        long old = givenOut.longAgo(conversation, head, completeTo);
        if (old > completeTo) {
            append(new LogRecord.Void(conversation, completeTo + 1, lastOfOne(completeTo, old)));
        }
    }

    /** What older epochs have left, if this is the first number of one and they ended long ago: it goes before it. */
    Optional<LogRecord.Void> before(LogRecord.Stored record) {
        long seq = record.message().getSeq();
        long older = givenOut.olderEpochs(seq);
        return older > 0 && seq == older + 1
                ? Optional.of(new LogRecord.Void(record.conversation(), 1, older))
                : Optional.empty();
    }

    /** A bounded range; but all of it that older epochs have left. */
    private static long lastOfOne(long completeTo, long head) {
        long older = SequenceNumber.beforeEpochOf(head);
        return older > completeTo ? older : Math.min(head, completeTo + MOST_NUMBERS);
    }

    private void append(LogRecord empty) {
        log.info("Numbers were given out and never stored, declaring them empty: {}", empty);
        messages.append(List.of(empty)).whenComplete((stored, failure) -> {
            if (failure != null) {
                notDeclared.warn("Could not declare numbers empty, a later reader will: " + empty, failure);
            }
        });
    }
}
