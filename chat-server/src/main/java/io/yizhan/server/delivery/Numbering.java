package io.yizhan.server.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.Allocation;
import io.yizhan.server.state.ConversationIndex;
import io.yizhan.server.state.ConversationIndex.Activity;
import io.yizhan.server.state.NumberRequest;
import io.yizhan.server.state.Sequencer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets a batch its places: enters new conversations in the index first, then asks once for all numbers. Blocks. */
final class Numbering {
    private static final Logger log = LoggerFactory.getLogger(Numbering.class);
    private static final int KNOWN_CONVERSATIONS = 100_000;
    /** An index that lost its entries has them again after so long at most. */
    private static final Duration KNOWN_FOR = Duration.ofMinutes(10);

    private final Sequencer sequencer;
    private final ConversationIndex index;
    private final MessageIds ids;
    private final DeliveryClock clock;
    private final RareWarning notFreshened;
    private final Cache<ConversationId, Boolean> known = Caffeine.newBuilder()
            .maximumSize(KNOWN_CONVERSATIONS)
            .expireAfterWrite(KNOWN_FOR)
            .build();

    Numbering(Sequencer sequencer, ConversationIndex index, MessageIds ids, DeliveryClock clock) {
        this.sequencer = sequencer;
        this.index = index;
        this.ids = ids;
        this.clock = clock;
        this.notFreshened = new RareWarning(log, clock);
    }

    /**
     * Asks for the places. Repeats within the batch are tied to the first of their kind and not asked for.
     *
     * @return what the sequencer says to each that was asked for, in the batch's order
     */
    List<Numbered> number(List<PendingSend> batch, Deadline deadline)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<Asked> asked = withoutRepeats(batch);
        enter(asked, deadline);
        List<NumberRequest> requests = asked.stream().map(Asked::request).toList();
        // an answer that comes too late for the batch is still seen
        List<Allocation> allocations =
                deadline.await(sequencer.allocate(requests).thenApply(this::seen));
        List<Numbered> numbered = new ArrayList<>(asked.size());
        for (int i = 0; i < asked.size(); i++) {
            numbered.add(new Numbered(asked.get(i).send(), requests.get(i), allocations.get(i)));
        }
        return numbered;
    }

    private List<Allocation> seen(List<Allocation> allocations) {
        for (Allocation allocation : allocations) {
            if (allocation instanceof Allocation.Fresh fresh) {
                ids.saw(fresh.place().messageId());
            } else if (allocation instanceof Allocation.Pending pending) {
                // its first answer may have been lost
                ids.saw(pending.place().messageId());
            }
        }
        return allocations;
    }

    private List<Asked> withoutRepeats(List<PendingSend> batch) {
        Map<Repeat, PendingSend> firsts = new LinkedHashMap<>();
        List<Asked> asked = new ArrayList<>(batch.size());
        for (PendingSend send : batch) {
            SendCommand command = send.command();
            long hash = ContentHash.of(command.recipient(), command.content());
            PendingSend first = firsts.putIfAbsent(
                    new Repeat(send.conversation(), command.sender(), command.device(), command.clientMsgId(), hash),
                    send);
            if (first == null) {
                asked.add(new Asked(send, request(send, hash)));
            } else {
                send.repeats(first.outcome());
            }
        }
        return asked;
    }

    private NumberRequest request(PendingSend send, long hash) {
        SendCommand command = send.command();
        return new NumberRequest(
                send.conversation(),
                command.sender(),
                command.device(),
                command.clientMsgId(),
                hash,
                ids.next(),
                clock.epochMs(),
                send.isNotStored());
    }

    /**
     * Freshens the conversations before their numbers are given out, so that a worker that dies after the store leaves
     * something to notice. Nobody waits for that, unless a conversation may be new: a head that was read must never
     * hide its first message.
     */
    private void enter(List<Asked> asked, Deadline deadline)
            throws InterruptedException, ExecutionException, TimeoutException {
        long now = clock.epochMs();
        List<Activity> entries = asked.stream()
                .flatMap(ask -> Activities.of(ask.send(), now))
                .distinct()
                .toList();
        CompletionStage<Void> touched = index.touch(entries);
        if (entries.stream().allMatch(entry -> known.getIfPresent(entry.conversation()) != null)) {
            touched.exceptionally(failure -> {
                notFreshened.warn("Could not freshen the conversation index", failure);
                return null;
            });
            return;
        }
        deadline.await(touched);
        entries.forEach(entry -> known.put(entry.conversation(), true));
    }

    private record Asked(PendingSend send, NumberRequest request) {}

    private record Repeat(ConversationId conversation, UserId sender, DeviceId device, long clientMsgId, long hash) {}

    /** The sequencer's answer to one send. */
    record Numbered(PendingSend send, NumberRequest request, Allocation allocation) {}
}
