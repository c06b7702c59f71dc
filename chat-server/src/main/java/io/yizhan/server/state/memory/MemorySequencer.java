package io.yizhan.server.state.memory;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.SequenceNumber;
import io.yizhan.server.state.Allocation;
import io.yizhan.server.state.Allocation.Audience;
import io.yizhan.server.state.Allocation.Fresh;
import io.yizhan.server.state.ArchivedMembers;
import io.yizhan.server.state.GroupDirectory;
import io.yizhan.server.state.MessagePlace;
import io.yizhan.server.state.NumberRequest;
import io.yizhan.server.state.Sequencer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/** The sequencer in this process. Safe from any thread; stages are complete when they are returned. */
public final class MemorySequencer implements Sequencer {
    private final Clock clock;
    private final Duration remembered;
    private final MemoryGroupDirectory groups;
    private volatile Era era = new Era(0, 0, new ConcurrentHashMap<>());

    /** For conversations of two: in groups nobody may send. */
    public MemorySequencer(Clock clock, Duration remembered) {
        this(clock, remembered, new MemoryGroupDirectory(clock, ArchivedMembers.NONE, GroupDirectory.TIMES));
    }

    /**
     * @param remembered how long after a device's last send in a conversation its ids are remembered
     * @param groups who may send where
     */
    public MemorySequencer(Clock clock, Duration remembered, MemoryGroupDirectory groups) {
        this.clock = clock;
        this.remembered = remembered;
        this.groups = groups;
    }

    /** Forgets all that was given out and sent, and goes on in the next epoch. */
    public synchronized void loseMemory() {
        era = new Era(era.epoch() + 1, TimeUnit.MILLISECONDS.toMicros(clock.millis()), new ConcurrentHashMap<>());
    }

    @Override
    public CompletionStage<List<Allocation>> allocate(List<NumberRequest> batch) {
        List<Allocation> allocations = new ArrayList<>(batch.size());
        for (NumberRequest request : batch) {
            allocations.add(request.conversation()
                    .group()
                    .map(group -> allocate(group, request))
                    .orElseGet(() -> ledger(request.conversation()).allocate(request, true)));
        }
        return CompletableFuture.completedStage(allocations);
    }

    private Allocation allocate(GroupId group, NumberRequest request) {
        boolean maySend = request.isFromServer() || groups.maySend(group, request.sender());
        Allocation allocation = ledger(request.conversation()).allocate(request, maySend);
        return allocation instanceof Fresh fresh
                ? new Fresh(
                        fresh.place(),
                        new Audience(groups.interested(group), fresh.audience().changedSeq()))
                : allocation;
    }

    @Override
    public CompletionStage<Void> markStored(List<NumberRequest> batch) {
        batch.forEach(request -> ledger(request.conversation()).markStored(request));
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<MessagePlace> renumber(NumberRequest request, long lost) {
        return CompletableFuture.completedStage(ledger(request.conversation()).renumber(request, lost));
    }

    @Override
    public CompletionStage<Map<ConversationId, Long>> heads(Collection<ConversationId> conversations) {
        Era now = era;
        Map<ConversationId, Long> heads = new LinkedHashMap<>();
        conversations.forEach(each -> heads.put(
                each,
                Optional.ofNullable(now.ledgers().get(each))
                        .map(ConversationLedger::head)
                        .orElse(now.before())));
        return CompletableFuture.completedStage(heads);
    }

    private ConversationLedger ledger(ConversationId conversation) {
        Era now = era;
        return now.ledgers()
                .computeIfAbsent(
                        conversation, id -> new ConversationLedger(clock, remembered, now.before(), now.sinceMicros()));
    }

    /** @param sinceMicros when it began, Unix epoch microseconds */
    private record Era(long epoch, long sinceMicros, ConcurrentMap<ConversationId, ConversationLedger> ledgers) {
        /** The last number before its first. */
        long before() {
            return SequenceNumber.startOf(epoch);
        }
    }
}
