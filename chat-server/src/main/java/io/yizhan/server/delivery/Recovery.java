package io.yizhan.server.delivery;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.LogRecord;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers repeats of sends that have a place of which nobody knows whether it holds them: the record was appended
 * again, and the database's row decides, at whatever number it stands in the end. Never blocks; safe from any thread.
 */
final class Recovery {
    private static final Logger log = LoggerFactory.getLogger(Recovery.class);
    private static final int MOST_OPEN = 1_000;
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final DeliveryPorts ports;
    private final Announcer announcer;
    private final MessageRouter router;
    private final ForgottenSends forgotten;
    private final ScheduledExecutorService timer;
    private final RareWarning noRecipients;
    private final MembersDoor door;
    private final RecipientSearch search;
    private final ConcurrentMap<Key, CompletableFuture<SendOutcome>> open = new ConcurrentHashMap<>();

    Recovery(
            DeliveryPorts ports,
            Announcer announcer,
            MessageRouter router,
            ForgottenSends forgotten,
            ScheduledExecutorService timer,
            DeliveryClock clock) {
        this.ports = ports;
        this.announcer = announcer;
        this.router = router;
        this.forgotten = forgotten;
        this.timer = timer;
        this.noRecipients = new RareWarning(log, clock);
        this.door = new MembersDoor(ports.groups());
        this.search = new RecipientSearch(ports);
    }

    /** Ties the send to the recovery of the same message that is under way here; false if there is none. */
    boolean follow(PendingSend send) {
        CompletableFuture<SendOutcome> first = open.get(Key.of(send));
        if (first == null) {
            return false;
        }
        send.repeats(first);
        return true;
    }

    /**
     * Takes a send over whose id may have been forgotten, and answers it by the deadline or has it sent as a new one.
     */
    void lookUp(Numbering.Numbered send, Deadline deadline) {
        forgotten.lookUp(send.send(), send.request(), deadline);
    }

    /** Answers a send to a group that got no number, once it is known why. */
    void explain(PendingSend send) {
        SendCommand command = send.command();
        send.conversation()
                .group()
                .ifPresent(group -> door.whyNot(group, command.sender()).thenAccept(send::refuse));
    }

    /**
     * Takes a send over whose record was appended again at its place, and answers it by the deadline. If the place was
     * declared empty meanwhile, the persister finds the record late and has it put at another number.
     */
    void start(Placed placed, Deadline deadline) {
        PendingSend send = placed.send();
        if (open.size() >= MOST_OPEN) {
            send.unavailable("Too many repeats wait for the database");
            return;
        }
        Key key = Key.of(send);
        open.put(key, send.outcome());
        send.outcome().whenComplete((told, never) -> open.remove(key, send.outcome()));
        look(placed, new Patience(timer, deadline, FIRST_PAUSE_NANOS));
    }

    private void look(Placed placed, Patience patience) {
        SendCommand command = placed.send().command();
        ports.store()
                .sent(command.sender(), command.device(), command.clientMsgId())
                .thenApply(rows -> rowOf(placed, rows))
                .exceptionally(failure -> {
                    log.debug("Could not settle a repeat, trying again", failure);
                    return Optional.empty();
                })
                .thenAccept(row -> row.ifPresentOrElse(
                        found -> settle(placed.at(found), found), () -> lookLater(placed, patience)));
    }

    private static Optional<LogRecord.Stored> rowOf(Placed placed, List<LogRecord.Stored> rows) {
        return rows.stream()
                .filter(row -> row.conversation().equals(placed.send().conversation())
                        && row.contentHash() == placed.request().contentHash())
                .findFirst();
    }

    private void settle(Placed placed, LogRecord.Stored row) {
        placed.send().stored(placed.place(), true);
        announcer.announced(List.of(placed));
        search.ofStored(List.of(row))
                .thenAccept(found -> router.reroute(List.of(row), found))
                .exceptionally(failure -> {
                    noRecipients.warn(
                            "Could not look up the recipients of a recovered message, they will catch up", failure);
                    return null;
                });
    }

    private void lookLater(Placed placed, Patience patience) {
        PendingSend send = placed.send();
        if (patience.isOver()) {
            send.unavailable("The database does not show the message yet");
        }
        if (!send.isOpen()) {
            return;
        }
        patience.pause().thenAccept(rest -> look(placed, rest)).exceptionally(ended -> {
            log.debug("A repeat is not settled here", ended);
            send.unavailable("This worker is closing");
            return null;
        });
    }

    private record Key(ConversationId conversation, UserId sender, DeviceId device, long clientMsgId) {
        static Key of(PendingSend send) {
            SendCommand command = send.command();
            return new Key(send.conversation(), command.sender(), command.device(), command.clientMsgId());
        }
    }
}
