package io.yizhan.server.archive;

import io.yizhan.identity.ConversationId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The durable queue that an acknowledgement waits for. Records of one conversation keep their order. */
public interface MessageLog extends AutoCloseable {
    /**
     * Appends the batch; completes when all of it is stored. Never blocks or throws. A stage that fails says nothing
     * about any record of the batch: each may or may not be stored, and is appended again with the same number. Only
     * {@link LogRefusedException} says that nothing of it is stored.
     */
    CompletionStage<Void> append(List<LogRecord> batch);

    /**
     * Where in the log a conversation's records lie, from 0 on: a batch takes a way of its own to each part. Always the
     * same; never blocks.
     */
    default int part(ConversationId conversation) {
        int hash = conversation.hashCode();
        return (hash ^ hash >>> 16) & Integer.MAX_VALUE;
    }

    /**
     * Takes the records in, from the first that is still kept, until closed: at least once, in each conversation's
     * order, on threads of the log. Several workers share the work. A batch that {@code consumer} throws on comes
     * again.
     */
    AutoCloseable consume(Consumer consumer);

    /**
     * Whether more records would put those at risk that wait: sends and recalls are refused meanwhile. Asked for each
     * of them; never blocks. A log that loses nothing however long it waits is never full.
     */
    default boolean isFull() {
        return false;
    }

    @Override
    void close();

    /** Takes batches; may block. */
    interface Consumer {
        void accept(List<LogRecord> batch) throws Exception;
    }
}
