package io.yizhan.model;

import io.yizhan.identity.ConversationId;
import io.yizhan.model.Tally.Event;
import io.yizhan.server.archive.ArchiveUnavailableException;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.archive.MessageLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * The log: a queue for each conversation. An append whose answer is lost may have been stored in part, and what was not
 * may be stored much later; a batch that was consumed may come again.
 */
final class Broker {
    private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(6);
    private static final long LATEST = TimeUnit.SECONDS.toNanos(25);
    private static final long LOOK_EVERY = TimeUnit.MILLISECONDS.toNanos(40);

    /** A worker that stands still loses its queues, and may find out late. */
    private static final long REBALANCED_AFTER = TimeUnit.SECONDS.toNanos(20);

    private final Life life;
    private final Service service;
    private final Tally tally;
    private final Map<ConversationId, Queue> queues = new LinkedHashMap<>();
    /** Of each message that was stored, by its id. */
    private final Map<Long, Long> numbers = new HashMap<>();

    private final List<Subscription> subscriptions = new ArrayList<>();
    private boolean persisting = true;
    private double again;

    Broker(Life life, Service service, Tally tally) {
        this.life = life;
        this.service = service;
        this.tally = tally;
        life.after(LOOK_EVERY, this::look);
    }

    /** Whether records are consumed at present, and which part of the batches come again though they were taken. */
    void persists(boolean now, double part) {
        persisting = now;
        again = part;
        if (!now) {
            tally.count(Event.PERSISTER_PAUSED);
        }
    }

    /** The log as one worker sees it. */
    MessageLog seenBy(Life worker) {
        return new MessageLog() {
            @Override
            public CompletionStage<Void> append(List<LogRecord> batch) {
                return Broker.this.append(worker, List.copyOf(batch));
            }

            @Override
            public AutoCloseable consume(Consumer consumer) {
                Subscription subscription = new Subscription(worker, consumer);
                subscriptions.add(subscription);
                worker.atDeath(() -> subscriptions.remove(subscription));
                return () -> subscriptions.remove(subscription);
            }

            @Override
            public void close() {}
        };
    }

    private CompletionStage<Void> append(Life worker, List<LogRecord> batch) {
        VirtualFuture<Void> result = new VirtualFuture<>();
        if (worker.isDead()) {
            return result;
        }
        boolean fails = service.fails(worker);
        Map<ConversationId, List<LogRecord>> parts = new LinkedHashMap<>();
        batch.forEach(record -> parts.computeIfAbsent(record.conversation(), id -> new ArrayList<>())
                .add(record));
        if (!fails) {
            life.time().after(service.latency(worker), () -> {
                parts.forEach(this::store);
                worker.after(service.latency(worker), () -> result.complete(null));
            });
            return result;
        }
        parts.forEach((conversation, records) -> {
            if (worker.chance(0.6)) {
                long at = worker.chance(0.5) ? service.latency(worker) : worker.between(0, LATEST);
                service.didItUnheard();
                life.time().after(at, () -> store(conversation, records));
            }
        });
        worker.after(
                worker.chance(0.5) ? TIMEOUT : service.latency(worker),
                () -> result.completeExceptionally(new ArchiveUnavailableException("No SEND_OK")));
        return result;
    }

    private void store(ConversationId conversation, List<LogRecord> records) {
        queues.computeIfAbsent(conversation, id -> new Queue()).records.addAll(records);
        records.forEach(this::count);
    }

    private void count(LogRecord record) {
        if (record instanceof LogRecord.Void) {
            tally.count(Event.DECLARED_EMPTY);
        } else if (record instanceof LogRecord.Stored stored) {
            Long before = numbers.put(
                    stored.message().getMessageId(), stored.message().getSeq());
            if (before != null && before != stored.message().getSeq()) {
                tally.count(Event.RENUMBERED);
            }
        }
    }

    private void look() {
        life.after(LOOK_EVERY, this::look);
        if (persisting && !subscriptions.isEmpty()) {
            List.copyOf(queues.values()).forEach(this::consume);
        }
    }

    private void consume(Queue queue) {
        int available = queue.records.size() - queue.next;
        if (available == 0 || queue.takenUntil > life.time().nanos()) {
            return;
        }
        Subscription to = subscriptions.get(life.random().nextInt(subscriptions.size()));
        if (to.worker().isStopped()) {
            return;
        }
        List<LogRecord> batch = List.copyOf(
                queue.records.subList(queue.next, queue.next + 1 + life.random().nextInt(available)));
        long until = life.time().nanos() + REBALANCED_AFTER;
        queue.takenUntil = until;
        to.worker().after(0, () -> new Fiber(to.worker()).start(() -> take(to, queue, batch, until)));
    }

    private void take(Subscription to, Queue queue, List<LogRecord> batch, long until) {
        boolean taken = false;
        try {
            to.consumer().accept(batch);
            taken = !life.chance(again);
            if (!taken) {
                tally.count(Event.CONSUMED_AGAIN);
            }
        } catch (Exception e) {
            return; // it comes again
        } finally {
            if (queue.takenUntil == until) { // otherwise another worker has it by now
                queue.takenUntil = 0;
                queue.next += taken ? batch.size() : 0;
            }
        }
    }

    private record Subscription(Life worker, MessageLog.Consumer consumer) {}

    private static final class Queue {
        private final List<LogRecord> records = new ArrayList<>();
        private int next;
        private long takenUntil;
    }
}
