package io.yizhan.server.delivery;

import io.yizhan.identity.ConversationId;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.archive.MessageLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** A log that does to each append what the test says, and remembers what it was given. */
final class ControlledLog implements MessageLog {
    private final List<List<LogRecord>> batches = new CopyOnWriteArrayList<>();
    private final AtomicReference<ToIntFunction<ConversationId>> part = new AtomicReference<>(MessageLog.super::part);
    private final AtomicReference<Function<List<LogRecord>, CompletionStage<Void>>> behaviour =
            new AtomicReference<>(batch -> CompletableFuture.completedStage(null));

    /** All of it is one part. */
    void keepsAllTogether() {
        part.set(conversation -> 0);
    }

    void does(Function<List<LogRecord>, CompletionStage<Void>> what) {
        behaviour.set(what);
    }

    void fails() {
        does(batch -> CompletableFuture.failedStage(new IllegalStateException("No broker")));
    }

    List<List<LogRecord>> batches() {
        return batches;
    }

    List<LogRecord> records() {
        List<LogRecord> all = new ArrayList<>();
        batches.forEach(all::addAll);
        return all;
    }

    @Override
    public int part(ConversationId conversation) {
        return part.get().applyAsInt(conversation);
    }

    @Override
    public CompletionStage<Void> append(List<LogRecord> batch) {
        batches.add(List.copyOf(batch));
        return behaviour.get().apply(batch);
    }

    @Override
    public AutoCloseable consume(Consumer consumer) {
        throw new UnsupportedOperationException("Nothing is consumed from this log");
    }

    @Override
    public void close() {
        fails();
    }
}
