package io.yizhan.client.sync;

import chat.v2.Frame;
import chat.v2.PullRequest;
import io.yizhan.client.connection.ChatException;
import io.yizhan.client.connection.Exchange;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Runs the pulls that inboxes want, a few at a time, each when it is due. Belongs to the event loop. */
final class PullQueue {
    private static final int SLOTS = 4;
    /** A refused pull would be refused again: look after this time in case a membership has changed. */
    private static final long REFUSED_WAIT_MS = 30_000;

    private final ScheduledExecutorService loop;
    private final LongSupplier clock;
    private final Consumer<ConversationInbox> changed;
    private final Consumer<Throwable> failed;
    private final Map<ConversationInbox, Long> timers = new HashMap<>();
    private final Set<ConversationInbox> waiting = new LinkedHashSet<>();
    private @Nullable Exchange exchange;
    private int running;

    /** @param changed is told of an inbox after each page */
    PullQueue(
            ScheduledExecutorService loop,
            LongSupplier clock,
            Consumer<ConversationInbox> changed,
            Consumer<Throwable> failed) {
        this.loop = loop;
        this.clock = clock;
        this.changed = changed;
        this.failed = failed;
    }

    void online(Exchange newExchange) {
        exchange = newExchange;
        running = 0;
    }

    void offline() {
        exchange = null;
        waiting.clear();
    }

    /** Starts the pull of {@code inbox} now, or when it is due and a slot is free. */
    void look(ConversationInbox inbox) {
        long due = inbox.pullDueAt();
        if (exchange == null || due == Long.MAX_VALUE) {
            return;
        }
        long wait = due - clock.getAsLong();
        if (wait <= 0) {
            start(inbox, exchange);
        } else if (timers.getOrDefault(inbox, Long.MAX_VALUE) > due) {
            timers.put(inbox, due);
            var unused = loop.schedule(() -> wake(inbox, due), wait, TimeUnit.MILLISECONDS);
        }
    }

    private void wake(ConversationInbox inbox, long due) {
        timers.remove(inbox, due);
        look(inbox);
    }

    private void start(ConversationInbox inbox, Exchange target) {
        if (running >= SLOTS) {
            waiting.add(inbox);
            return;
        }
        inbox.nextPull(clock.getAsLong()).ifPresent(request -> run(inbox, request, target));
    }

    private void run(ConversationInbox inbox, PullRequest request, Exchange target) {
        running++;
        var unused = target.ask(Frame.newBuilder().setPullRequest(request)).whenComplete((answer, error) -> {
            if (target == exchange) {
                running--;
                ended(inbox, request, answer, error);
                startWaiting(target);
            }
        });
    }

    private void ended(
            ConversationInbox inbox, PullRequest request, @Nullable Frame answer, @Nullable Throwable error) {
        long now = clock.getAsLong();
        if (answer != null && answer.hasPullResponse()) {
            inbox.pulled(PullPage.of(request.getFromSeq(), answer.getPullResponse()), now);
        } else if (error instanceof ChatException refusal && !refusal.isTransient()) {
            inbox.pullFailed(REFUSED_WAIT_MS, now);
            failed.accept(refusal);
        } else {
            inbox.pullFailed(
                    error instanceof ChatException busy ? busy.retryAfter().toMillis() : 0, now);
        }
        changed.accept(inbox);
    }

    private void startWaiting(Exchange target) {
        Iterator<ConversationInbox> next = waiting.iterator();
        if (running < SLOTS && next.hasNext()) {
            ConversationInbox inbox = next.next();
            next.remove();
            start(inbox, target);
        }
    }
}
