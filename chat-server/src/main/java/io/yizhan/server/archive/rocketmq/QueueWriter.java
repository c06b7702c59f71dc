package io.yizhan.server.archive.rocketmq;

import io.yizhan.server.archive.LogRefusedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageQueue;
import org.jspecify.annotations.Nullable;

/**
 * Appends to one queue in order: one batch is under way, what comes meanwhile goes with the next. Two batches at once
 * could pass each other in the broker's threads.
 */
final class QueueWriter {
    /** Of the bodies in a batch; the broker takes 4 MiB with what it adds to each. */
    private static final int BATCH_BYTES = 2 << 20;

    private static final int BATCH_RECORDS = 4_096;

    private final BatchSender sender;
    private final MessageQueue queue;
    /** Guarded by this, like what follows. */
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

    private boolean sending;
    private boolean closed;

    private record Waiting(List<Message> messages, int bytes, CompletableFuture<Void> stored, long since) {}

    QueueWriter(BatchSender sender, MessageQueue queue) {
        this.sender = sender;
        this.queue = queue;
    }

    /** Never blocks or throws. */
    CompletionStage<Void> append(List<Message> messages) {
        List<CompletableFuture<Void>> stored = new ArrayList<>();
        boolean first;
        synchronized (this) {
            if (closed) {
                return CompletableFuture.failedFuture(closedNow());
            }
            for (Waiting part : parts(messages)) {
                waiting.add(part);
                stored.add(part.stored());
            }
            first = !sending && !waiting.isEmpty();
            sending = sending || first;
        }
        if (first) {
            sendNext();
        }
        return AllStored.of(stored);
    }

    private static List<Waiting> parts(List<Message> messages) {
        long now = System.nanoTime();
        List<Waiting> parts = new ArrayList<>();
        List<Message> part = new ArrayList<>();
        int bytes = 0;
        for (Message message : messages) {
            int size = message.getBody().length;
            if (!part.isEmpty() && (bytes + size > BATCH_BYTES || part.size() == BATCH_RECORDS)) {
                parts.add(new Waiting(part, bytes, new CompletableFuture<>(), now));
                part = new ArrayList<>();
                bytes = 0;
            }
            part.add(message);
            bytes += size;
        }
        if (!part.isEmpty()) {
            parts.add(new Waiting(part, bytes, new CompletableFuture<>(), now));
        }
        return parts;
    }

    private void sendNext() {
        List<Waiting> late = new ArrayList<>();
        List<Waiting> next = take(late);
        late.forEach(part -> part.stored()
                .completeExceptionally(new LogRefusedException("The queue did not take its turn: " + queue)));
        if (next.isEmpty()) {
            return;
        }
        List<Message> batch =
                next.stream().flatMap(part -> part.messages().stream()).toList();
        sender.send(batch, queue).whenComplete((stored, failure) -> {
            // The answers first, so that they come in the order of the appends.
            next.forEach(part -> answer(part, failure));
            sendNext();
        });
    }

    private static void answer(Waiting part, @Nullable Throwable failure) {
        if (failure == null) {
            part.stored().complete(null);
        } else {
            part.stored().completeExceptionally(failure);
        }
    }

    /** What fits one batch; nothing if nothing waits, and then nothing is under way. */
    private synchronized List<Waiting> take(List<Waiting> late) {
        long oldest = System.nanoTime() - sender.timeout().toNanos();
        List<Waiting> next = new ArrayList<>();
        int bytes = 0;
        int records = 0;
        for (Waiting part = waiting.peek(); part != null; part = waiting.peek()) {
            boolean full = bytes + part.bytes() > BATCH_BYTES
                    || records + part.messages().size() > BATCH_RECORDS;
            if (!next.isEmpty() && full) {
                break;
            }
            waiting.poll();
            if (part.since() - oldest < 0) {
                late.add(part);
                continue;
            }
            next.add(part);
            bytes += part.bytes();
            records += part.messages().size();
        }
        sending = !next.isEmpty();
        return next;
    }

    /** What waits fails; what is under way is answered still. */
    void close() {
        List<Waiting> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(waiting);
            waiting.clear();
        }
        left.forEach(part -> part.stored().completeExceptionally(closedNow()));
    }

    private static LogRefusedException closedNow() {
        return new LogRefusedException("The message log is closed");
    }
}
