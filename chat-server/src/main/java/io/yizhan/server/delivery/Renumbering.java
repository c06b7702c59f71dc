package io.yizhan.server.delivery;

import chat.v2.Message;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.ArchiveUnavailableException;
import io.yizhan.server.archive.LateMessages;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.state.ConversationIndex.Activity;
import io.yizhan.server.state.MessagePlace;
import io.yizhan.server.state.NumberRequest;
import io.yizhan.server.state.StateUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives messages that came after their numbers had been declared empty other numbers, appends them once more, and tells
 * all whom they are for. A message keeps its id, by which a device moves what it had under the old number.
 *
 * <p>Done twice, or given up halfway, it makes one message all the same: the sequencer repeats the number while it
 * remembers the send, and when it does not, the store's unique key lets only the first of two numbers hold it. Runs on
 * the log's threads and blocks them, for as long as a store may take at most.
 */
public final class Renumbering implements LateMessages {
    private static final Logger log = LoggerFactory.getLogger(Renumbering.class);

    private final DeliveryPorts ports;
    private final MessageRouter router;
    private final RecipientSearch search;
    private final DeadlineFactory deadlines;
    private final DurableAppend append;
    private final RareWarning notTold;

    /** @param storeTime from asking for numbers to knowing that the messages are stored */
    public Renumbering(DeliveryPorts ports, MessageRouter router, DeliveryClock clock, Duration storeTime) {
        this.ports = ports;
        this.router = router;
        this.search = new RecipientSearch(ports);
        this.deadlines = new DeadlineFactory(clock, storeTime);
        this.append = new DurableAppend(ports.log(), clock);
        this.notTold = new RareWarning(log, clock);
    }

    /**
     * {@inheritDoc}
     *
     * @throws StateUnavailableException if no numbers could be had
     * @throws ArchiveUnavailableException if they are not known to be stored in time
     */
    @Override
    public void placeAgain(List<LogRecord.Stored> late) throws InterruptedException {
        Deadline deadline = deadlines.toStore();
        List<LogRecord.Stored> moved = new ArrayList<>(late.size());
        for (LogRecord.Stored one : late) {
            moved.add(at(place(one, deadline), one));
        }
        if (append.append(List.copyOf(moved), deadline) != DurableAppend.Outcome.STORED) {
            throw new ArchiveUnavailableException("Late messages were not stored again in time: " + late.size());
        }
        log.info("Messages came after their numbers were declared empty, and have others now: {}", late.size());
        tell(moved);
    }

    private MessagePlace place(LogRecord.Stored late, Deadline deadline) throws InterruptedException {
        Message message = late.message();
        NumberRequest request = new NumberRequest(
                late.conversation(),
                new UserId(message.getFromUserId()),
                late.device(),
                late.clientMsgId(),
                late.contentHash(),
                message.getMessageId(),
                message.getServerTimeMs(),
                false);
        try {
            MessagePlace place = deadline.await(ports.sequencer().renumber(request, message.getSeq()));
            log.debug("Renumbered: {} {} -> {}", late.conversation(), message.getSeq(), place.seq());
            return place;
        } catch (ExecutionException | TimeoutException e) {
            throw new StateUnavailableException(
                    "No other number could be had for: " + late.conversation() + " " + message.getSeq(), e);
        }
    }

    private static LogRecord.Stored at(MessagePlace place, LogRecord.Stored late) {
        Message moved = late.message().toBuilder()
                .setSeq(place.seq())
                .setMessageId(place.messageId())
                .setServerTimeMs(place.timeMs())
                .build();
        return new LogRecord.Stored(late.conversation(), moved, late.contentHash());
    }

    /** Best effort: who is not told now finds the conversation's head moved with the next heartbeat. */
    private void tell(List<LogRecord.Stored> moved) {
        long now = deadlines.clock().epochMs();
        List<Activity> activities = moved.stream()
                .flatMap(stored -> Activities.of(stored, now))
                .distinct()
                .toList();
        warnIfItFails(ports.index().raise(activities));
        warnIfItFails(search.ofStored(moved).thenAccept(found -> router.reroute(moved, found)));
    }

    private void warnIfItFails(CompletionStage<Void> telling) {
        telling.exceptionally(failure -> {
            notTold.warn("Could not tell of late messages, their recipients will catch up", failure);
            return null;
        });
    }
}
