package io.yizhan.server.delivery;

import io.yizhan.identity.ConversationId;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.state.NumberRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the message store for sends whose ids are so old that the sequencer may have forgotten them. One that is not
 * found is only new when the store holds all that was numbered before the question: its record may still be on the way.
 * Never blocks; safe from any thread.
 */
final class ForgottenSends {
    private static final Logger log = LoggerFactory.getLogger(ForgottenSends.class);
    private static final int MOST_OPEN = 1_000;
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final DeliveryPorts ports;
    private final Consumer<PendingSend> again;
    private final ScheduledExecutorService timer;
    private final TailCloser tail;
    private final AtomicInteger open = new AtomicInteger();

    /**
     * @param again takes a send that the store does not hold, to be numbered as a new one
     * @param tail lets the store become complete, where numbers were given out that hold nothing
     */
    ForgottenSends(DeliveryPorts ports, Consumer<PendingSend> again, ScheduledExecutorService timer, TailCloser tail) {
        this.ports = ports;
        this.again = again;
        this.timer = timer;
        this.tail = tail;
    }

    /** Answers the send, or hands it on as a new one, by the deadline. */
    void lookUp(PendingSend send, NumberRequest request, Deadline deadline) {
        if (open.incrementAndGet() > MOST_OPEN) {
            open.decrementAndGet();
            send.unavailable("Too many old messages wait for the database");
            return;
        }
        ConversationId conversation = send.conversation();
        ports.sequencer()
                .heads(List.of(conversation))
                .thenCompose(heads -> settle(
                        new Search(send, request, heads.getOrDefault(conversation, 0L)),
                        new Patience(timer, deadline, FIRST_PAUSE_NANOS)))
                .whenComplete((settled, failure) -> {
                    open.decrementAndGet();
                    if (failure != null) {
                        log.debug("Could not look up what was sent under an old id", failure);
                        send.unavailable("The database does not say whether this was stored");
                    }
                });
    }

    private CompletionStage<Void> settle(Search search, Patience patience) {
        return find(search, patience).thenAccept(found -> {
            if (found.isEmpty()) {
                search.send().foundNowhere();
                again.accept(search.send());
            } else if (found.get().contentHash() == search.request().contentHash()) {
                search.send().stored(Placed.placeOf(found.get()), true);
            } else {
                search.send().conflict();
            }
        });
    }

    /** The order matters: what the store was complete with when asked is among what is found afterwards. */
    private CompletionStage<Optional<LogRecord.Stored>> find(Search search, Patience patience) {
        ConversationId conversation = search.send().conversation();
        return ports.store()
                .completeTo(List.of(conversation))
                .thenCompose(complete -> ports.store()
                        .sent(
                                search.request().sender(),
                                search.request().device(),
                                search.request().clientMsgId())
                        .thenCompose(sent -> {
                            Optional<LogRecord.Stored> found = sent.stream()
                                    .filter(stored -> stored.conversation().equals(conversation))
                                    .max(Comparator.comparing(stored -> stored.contentHash()
                                            == search.request().contentHash()));
                            long completeTo = complete.getOrDefault(conversation, 0L);
                            tail.saw(conversation, search.head(), completeTo);
                            boolean isSure = found.isPresent() || completeTo >= search.head();
                            return isSure ? CompletableFuture.completedStage(found) : later(search, patience);
                        }));
    }

    private CompletionStage<Optional<LogRecord.Stored>> later(Search search, Patience patience) {
        if (patience.isOver() || !search.send().isOpen()) {
            return CompletableFuture.failedStage(new IllegalStateException(
                    "The store is behind: " + search.send().conversation()));
        }
        return patience.pause().thenCompose(rest -> find(search, rest));
    }

    /** @param head the conversation's last number when the search began */
    private record Search(PendingSend send, NumberRequest request, long head) {}
}
