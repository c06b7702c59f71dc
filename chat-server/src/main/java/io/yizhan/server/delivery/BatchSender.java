package io.yizhan.server.delivery;

import io.yizhan.server.delivery.Numbering.Numbered;
import io.yizhan.server.state.Allocation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one batch the whole way: number, store, acknowledge, look up, route. Blocks until it is through, so that what
 * one lane sends stays in order.
 */
final class BatchSender {
    private static final Logger log = LoggerFactory.getLogger(BatchSender.class);
    /** The look-up after the store holds the lane up; past this the devices' next heartbeat does the telling. */
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

    /** Answers every send of the batch, or hands it to the recovery. */
    void send(List<PendingSend> batch) throws InterruptedException {
        List<PendingSend> open = batch.stream().filter(PendingSend::isOpen).toList();
        if (open.isEmpty()) {
            return;
        }
        Deadline deadline = deadlines.toStore();
        LaneBatch event = LaneBatch.of(open);
        try {
            List<Numbered> numbered = numbering.number(open, deadline);
            event.numbered();
            store(numbered, deadline, event);
        } catch (ExecutionException | TimeoutException e) {
            noNumbers.warn("Could not number a batch, its senders are told UNAVAILABLE: " + open.size() + " sends", e);
            open.forEach(send -> send.unavailable("No number could be had"));
        } finally {
            event.commit();
        }
    }

    private void store(List<Numbered> numbered, Deadline deadline, LaneBatch event) throws InterruptedException {
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
            return;
        }
        DurableAppend.Outcome outcome =
                append.append(all.stream().map(Placed::record).toList(), deadline);
        event.appended();
        if (outcome == DurableAppend.Outcome.STORED) {
            fresh.forEach(placed -> placed.send().stored(placed.place(), false));
            again.forEach(placed -> recovery.start(placed, deadline));
            tell(fresh);
            return;
        }
        if (outcome == DurableAppend.Outcome.REFUSED) {
            // not those that were tried before: an earlier record of theirs may be stored
            fresh.forEach(placed -> placed.send().overloaded());
        }
        all.forEach(placed -> placed.send().unavailable("Not known to be stored in time"));
        announcer.freshen(all);
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

    private void tell(List<Placed> stored) throws InterruptedException {
        if (stored.isEmpty()) {
            return;
        }
        try {
            Recipients found = deadlines.in(LOOK_UP_TIME).await(announcer.announce(stored));
            router.route(stored, found);
        } catch (ExecutionException | TimeoutException e) {
            noRecipients.warn("Could not look up recipients, they will catch up: " + stored.size() + " messages", e);
        }
    }
}
