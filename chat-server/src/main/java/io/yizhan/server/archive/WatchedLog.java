package io.yizhan.server.archive;

import io.yizhan.identity.ConversationId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A log that deletes what is old, and is full before that would be something nobody has consumed. */
public final class WatchedLog implements MessageLog {
    private final MessageLog log;
    private final LagWatch watch;

    /** @param watch started; closed with this, as the log is */
    public WatchedLog(MessageLog log, LagWatch watch) {
        this.log = log;
        this.watch = watch;
    }

    @Override
    public CompletionStage<Void> append(List<LogRecord> batch) {
        return log.append(batch);
    }

    @Override
    public int part(ConversationId conversation) {
        return log.part(conversation);
    }

    @Override
    public AutoCloseable consume(Consumer consumer) {
        return log.consume(consumer);
    }

    @Override
    public boolean isFull() {
        return watch.isTooLate();
    }

    @Override
    public void close() {
        watch.close();
        log.close();
    }
}
