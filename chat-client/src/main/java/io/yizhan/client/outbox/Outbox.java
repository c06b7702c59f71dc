package io.yizhan.client.outbox;

import chat.v2.Frame;
import chat.v2.SendRequest;
import chat.v2.SendResponse;
import chat.v2.Target;
import io.yizhan.client.connection.ChatException;
import io.yizhan.client.connection.ConnectionLostException;
import io.yizhan.client.connection.Exchange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends each message until the server says that it is stored, or that it never will be: again over the next connection,
 * after a transient refusal, and when there is no answer; always with the same id and, for one target, in the order of
 * the ids. Belongs to the event loop.
 */
public final class Outbox {
    private final ScheduledExecutorService loop;
    private final LongSupplier clock;
    private final OutboxSettings settings;
    private final Consumer<SendResponse> stored;
    private final LongConsumer settled;
    private final Map<Target, Lane> lanes = new LinkedHashMap<>();
    private final Map<Long, PendingSend> inFlight = new HashMap<>();
    private @Nullable Exchange exchange;
    private @Nullable Throwable closed;

    /**
     * @param clock milliseconds, monotonic
     * @param stored is told of each answer before the send's future completes
     * @param settled is told the id of each send that is not tried any more, after its future has completed; not when
     *     the outbox is closed
     */
    public Outbox(
            ScheduledExecutorService loop,
            LongSupplier clock,
            OutboxSettings settings,
            Consumer<SendResponse> stored,
            LongConsumer settled) {
        this.loop = loop;
        this.clock = clock;
        this.settings = settings;
        this.stored = stored;
        this.settled = settled;
    }

    /** Takes a message on; {@code future} completes when the server stored it, and fails when it refuses for good. */
    public void add(SendRequest request, CompletableFuture<SendReceipt> future) {
        if (closed != null) {
            future.completeExceptionally(closed);
            return;
        }
        Future<?> deadline = settings.isLimited()
                ? loop.schedule(() -> expire(request, future), settings.limit().toMillis(), TimeUnit.MILLISECONDS)
                : null;
        lane(request.getTarget()).add(new PendingSend(request, future, deadline));
        flush();
    }

    /** As {@link #add}, but without a limit: goes on with a send of an earlier outbox. */
    public void resume(SendRequest request, CompletableFuture<SendReceipt> future) {
        lane(request.getTarget()).add(new PendingSend(request, future, null));
        flush();
    }

    /** A connection is ready: everything without an answer goes out, oldest first. */
    public void online(Exchange newExchange) {
        exchange = newExchange;
        lanes.values().forEach(Lane::resume);
        flush();
    }

    /** The connection ended: what it did not answer waits for the next one. */
    public void offline() {
        exchange = null;
        List<PendingSend> unanswered = new ArrayList<>(inFlight.values());
        inFlight.clear();
        unanswered.forEach(this::putBack);
    }

    /** Fails everything that waits, and what is added from now on. */
    public void close(Throwable reason) {
        closed = reason;
        List<PendingSend> all = new ArrayList<>(inFlight.values());
        lanes.values().forEach(lane -> {
            lane.resume();
            for (var send = lane.take(Long.MAX_VALUE); send.isPresent(); send = lane.take(Long.MAX_VALUE)) {
                all.add(send.get());
            }
        });
        lanes.clear();
        inFlight.clear();
        all.forEach(send -> {
            send.forgetDeadline();
            send.future().completeExceptionally(reason);
        });
    }

    private void flush() {
        Exchange target = exchange;
        if (target == null) {
            return;
        }
        boolean progress = true;
        while (progress) { // one of each lane in turn, so that a long lane does not hold up the others
            progress = false;
            for (Lane lane : List.copyOf(lanes.values())) {
                if (inFlight.size() >= settings.window()) {
                    return;
                }
                var next = lane.take(clock.getAsLong());
                if (next.isPresent()) {
                    write(next.get(), target);
                    progress = true;
                }
            }
        }
        lanes.values().removeIf(Lane::isEmpty);
    }

    private void write(PendingSend send, Exchange target) {
        inFlight.put(send.id(), send);
        var unused = target.ask(Frame.newBuilder().setSendRequest(send.request()))
                .whenComplete((answer, error) -> {
                    if (target == exchange && inFlight.remove(send.id(), send)) {
                        answered(send, answer, error);
                        flush();
                    }
                });
    }

    private void answered(PendingSend send, @Nullable Frame answer, @Nullable Throwable error) {
        if (answer != null && answer.hasSendResponse()) {
            stored.accept(answer.getSendResponse());
            send.forgetDeadline();
            send.future().complete(SendReceipt.of(answer.getSendResponse()));
            settled.accept(send.id());
        } else if (error instanceof ChatException refusal && refusal.isTransient()) {
            pause(
                    send,
                    Math.max(
                            refusal.retryAfter().toMillis(),
                            settings.retryWait().toMillis()));
            putBack(send);
        } else if (error instanceof TimeoutException || error instanceof ConnectionLostException) {
            putBack(send);
        } else {
            fail(send, error == null ? new IllegalStateException("Not an answer to a send") : error);
        }
    }

    private void pause(PendingSend send, long waitMs) {
        lane(send.request().getTarget()).pauseUntil(clock.getAsLong() + waitMs);
        var unused = loop.schedule(this::flush, waitMs + 1, TimeUnit.MILLISECONDS);
    }

    private void putBack(PendingSend send) {
        if (!send.isOver()) {
            lane(send.request().getTarget()).add(send);
        }
    }

    private Lane lane(Target target) {
        return lanes.computeIfAbsent(target, unused -> new Lane());
    }

    private void fail(PendingSend send, Throwable reason) {
        send.forgetDeadline();
        send.future().completeExceptionally(reason);
        settled.accept(send.id());
    }

    private void expire(SendRequest request, CompletableFuture<SendReceipt> future) {
        future.completeExceptionally(new TimeoutException("Not stored within, and perhaps never: " + settings.limit()));
        settled.accept(request.getClientMsgId());
    }
}
