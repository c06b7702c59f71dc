package io.yizhan.server.delivery;

import io.yizhan.server.delivery.Numbering.Numbered;
import io.yizhan.server.state.Allocation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one batch the whole way, in two parts: number, store and acknowledge it, then wait for where its recipients
 * are and tell them. Each part blocks until it is through, so that what one lane sends stays in order.
 */
final class BatchSender {
    private static final Logger log = LoggerFactory.getLogger(BatchSender.class);
    /** Past this the devices' next heartbeat does the telling. */
    private static final Duration LOOK_UP_TIME = Duration.ofSeconds(2);

    private final Numbering numbering;
    private final DurableAppend append;
    private final Recovery recovery;
    private final Announcer announcer;
    private final MessageRouter router;
    private final DeadlineFactory deadlines;
    private final RareWarning noNumbers;
    private final RareWarning noRecipients;

    BatchSender(
            Numbering numbering,
            DurableAppend append,
            Recovery recovery,
            Announcer announcer,
            MessageRouter router,
            DeadlineFactory deadlines) {
        this.numbering = numbering;
        this.append = append;
        this.recovery = recovery;
        this.announcer = announcer;
        this.router = router;
        this.deadlines = deadlines;
        this.noNumbers = new RareWarning(log, deadlines.clock());
        this.noRecipients = new RareWarning(log, deadlines.clock());
    }

    /**
     * Answers every send of the batch, or hands it to the recovery.
     *
     * @return those that are stored, for {@link #tell}; where they go is being looked up
     */
    Optional<Untold> send(List<PendingSend> batch) throws InterruptedException {
        List<PendingSend> open = batch.stream().filter(PendingSend::isOpen).toList();
        if (open.isEmpty()) {
            return Optional.empty();
        }
        Deadline deadline = deadlines.toStore();
        LaneBatch event = LaneBatch.of(open);
        List<Placed> stored = List.of();
        try {
            List<Numbered> numbered = numbering.number(open, deadline);
            event.numbered();
            stored = store(numbered, deadline, event);
        } catch (ExecutionException | TimeoutException e) {
            noNumbers.warn("Could not number a batch, its senders are told UNAVAILABLE: " + open.size() + " sends", e);
            open.forEach(send -> send.unavailable("No number could be had"));
        } finally {
            if (stored.isEmpty()) {
                event.commit();
            }
        }
        return stored.isEmpty()
                ? Optional.empty()
                : Optional.of(new Untold(stored, announcer.announce(stored), deadlines.in(LOOK_UP_TIME), event));
    }

    /** Pushes what was stored to its recipients. */
    void tell(Untold batch) throws InterruptedException {
        try {
            router.route(batch.stored(), batch.deadline().await(batch.recipients()));
        } catch (ExecutionException | TimeoutException e) {
            noRecipients.warn(
                    "Could not look up recipients, they will catch up: "
                            + batch.stored().size() + " messages",
                    e);
        } finally {
            batch.event().commit();
        }
    }

    /** Those that are stored now and were not before. */
    private List<Placed> store(List<Numbered> numbered, Deadline deadline, LaneBatch event)
            throws InterruptedException {
        List<Placed> fresh = new ArrayList<>();
        List<Placed> again = new ArrayList<>();
        for (Numbered one : numbered) {
            if (one.allocation() instanceof Allocation.Forgotten) {
                recovery.lookUp(one, deadline);
            } else {
                sort(one, fresh, again);
            }
        }
        List<Placed> all = new ArrayList<>(fresh);
        all.addAll(again);
        if (all.isEmpty()) {
            return List.of();
        }
        DurableAppend.Outcome outcome =
                append.append(all.stream().map(Placed::record).toList(), deadline);
        event.appended();
        if (outcome == DurableAppend.Outcome.STORED) {
            fresh.forEach(placed -> placed.send().stored(placed.place(), false));
            again.forEach(placed -> recovery.start(placed, deadline));
            return fresh;
        }
        if (outcome == DurableAppend.Outcome.REFUSED) {
            // not those that were tried before: an earlier record of theirs may be stored
            fresh.forEach(placed -> placed.send().overloaded());
        }
        all.forEach(placed -> placed.send().unavailable("Not known to be stored in time"));
        announcer.freshen(all);
        return List.of();
    }

    private void sort(Numbered one, List<Placed> fresh, List<Placed> again) {
        PendingSend send = one.send();
        if (one.allocation() instanceof Allocation.Fresh first) {
            fresh.add(new Placed(send, one.request(), first.place(), first.audience()));
        } else if (one.allocation() instanceof Allocation.Stored stored) {
            send.stored(stored.place(), true);
        } else if (one.allocation() instanceof Allocation.Conflict) {
            send.conflict();
        } else if (one.allocation() instanceof Allocation.TurnedAway) {
            recovery.explain(send);
        } else if (one.allocation() instanceof Allocation.Pending pending && !recovery.follow(send)) {
            again.add(new Placed(send, one.request(), pending.place(), Allocation.Audience.NONE));
        }
    }

    /**
     * What was stored and acknowledged, and is still to be told.
     *
     * @param recipients where they are
     * @param deadline to wait for that
     */
    record Untold(List<Placed> stored, CompletionStage<Recipients> recipients, Deadline deadline, LaneBatch event) {}
}
