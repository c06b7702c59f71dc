package io.yizhan.server.delivery;

import chat.v2.Message;
import chat.v2.SendResponse;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.MessageStore;
import io.yizhan.server.archive.MessageStore.Range;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends at a steady pace to ten conversations, each send again under its id until it is stored, as clients do; and
 * compares with the database what was acknowledged.
 */
final class SendLoad implements AutoCloseable {
    private static final int CONVERSATIONS = 10;
    private static final long TICK_MS = 10;

    private final MessageSender sender;
    private final int perTick;
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final UserId from = new UserId("from-" + run);
    private final DeviceId device = new DeviceId("device-" + run);
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1);
    private final AtomicLong ids = new AtomicLong();
    private final AtomicLong slowestNanos = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final Map<Long, SendResponse> acknowledged = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    SendLoad(MessageSender sender, int perSecond) {
        this.sender = sender;
        this.perTick = (int) (perSecond * TICK_MS / 1_000);
    }

    void start() {
        clock.scheduleAtFixedRate(this::tick, 0, TICK_MS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        for (int i = 0; i < perTick && !stopped; i++) {
            send(ids.incrementAndGet());
        }
    }

    private void send(long id) {
        long asked = System.nanoTime();
        SendCommand command =
                new SendCommand(from, device, new Recipient.User(to(id)), id, World.text("message " + id));
        sender.send(command).whenComplete((outcome, never) -> {
            slowestNanos.accumulateAndGet(System.nanoTime() - asked, Math::max);
            if (outcome instanceof SendOutcome.Stored stored) {
                acknowledged.put(id, stored.response());
            } else if (outcome instanceof SendOutcome.Refused answer) {
                refused.incrementAndGet();
                clock.schedule(() -> send(id), answer.retryAfterMs(), TimeUnit.MILLISECONDS);
            }
        });
    }

    private UserId to(long id) {
        return new UserId("to-" + id % CONVERSATIONS + "-" + run);
    }

    /** No new ones; those that are open are sent on. */
    void stop() {
        stopped = true;
    }

    long sent() {
        return ids.get();
    }

    long refused() {
        return refused.get();
    }

    int acknowledged() {
        return acknowledged.size();
    }

    boolean allAcknowledged() {
        return acknowledged.size() == ids.get();
    }

    Duration slowestAnswer() {
        return Duration.ofNanos(slowestNanos.get());
    }

    private List<ConversationId> conversations() {
        List<ConversationId> all = new ArrayList<>();
        for (int i = 0; i < CONVERSATIONS; i++) {
            all.add(ConversationId.direct(from, to(i)));
        }
        return all;
    }

    /** Whether the database holds every conversation up to what was acknowledged last. */
    boolean allComplete(MessageStore store) {
        Map<ConversationId, Long> complete = store.completeTo(conversations())
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.SECONDS)
                .join();
        return acknowledged.values().stream()
                .allMatch(answer -> complete.get(new ConversationId(answer.getConversationId())) >= answer.getSeq());
    }

    /** Messages in the database. */
    long written(MessageStore store) {
        return stored(store).values().stream().mapToLong(List::size).sum();
    }

    /** What is wrong: an acknowledged message that does not stand at its number, or one that stands twice. */
    List<String> errors(MessageStore store) {
        List<String> errors = new ArrayList<>();
        Map<Long, List<Message>> rows = stored(store);
        acknowledged.forEach((id, answer) -> {
            List<Message> found = rows.getOrDefault(id, List.of());
            if (found.size() != 1
                    || found.get(0).getSeq() != answer.getSeq()
                    || found.get(0).getMessageId() != answer.getMessageId()) {
                errors.add("Acknowledged " + id + " at " + answer.getSeq() + ", stored at "
                        + found.stream().map(Message::getSeq).toList());
            }
        });
        return errors;
    }

    /** By the client's id. */
    private Map<Long, List<Message>> stored(MessageStore store) {
        Map<Long, List<Message>> rows = new TreeMap<>();
        for (ConversationId conversation : conversations()) {
            long next = 1;
            boolean more = true;
            while (more) {
                MessageStore.Slice slice = store.read(
                                new Range(conversation, next, Long.MAX_VALUE, 1_000, 1 << 24, false))
                        .toCompletableFuture()
                        .orTimeout(30, TimeUnit.SECONDS)
                        .join();
                for (Message row : slice.messages()) {
                    rows.computeIfAbsent(row.getClientMsgId(), id -> new ArrayList<>())
                            .add(row);
                    next = row.getSeq() + 1;
                }
                more = slice.more();
            }
        }
        return rows;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
