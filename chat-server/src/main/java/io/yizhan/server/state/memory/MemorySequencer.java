package io.yizhan.server.state.memory;

import io.yizhan.identity.ConversationId;
import io.yizhan.server.state.Allocation;
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

/** The sequencer in this process. Safe from any thread; stages are complete when they are returned. */
public final class MemorySequencer implements Sequencer {
    private final ConcurrentMap<ConversationId, ConversationLedger> ledgers = new ConcurrentHashMap<>();
    private final Clock clock;
    private final Duration remembered;

    /** @param remembered how long after a device's last send in a conversation its ids are remembered */
    public MemorySequencer(Clock clock, Duration remembered) {
        this.clock = clock;
        this.remembered = remembered;
    }

    @Override
    public CompletionStage<List<Allocation>> allocate(List<NumberRequest> batch) {
        List<Allocation> allocations = new ArrayList<>(batch.size());
        for (NumberRequest request : batch) {
            allocations.add(ledger(request.conversation()).allocate(request));
        }
        return CompletableFuture.completedStage(allocations);
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
        Map<ConversationId, Long> heads = new LinkedHashMap<>();
        conversations.forEach(each -> heads.put(
                each,
                Optional.ofNullable(ledgers.get(each))
                        .map(ConversationLedger::head)
                        .orElse(0L)));
        return CompletableFuture.completedStage(heads);
    }

    private ConversationLedger ledger(ConversationId conversation) {
        return ledgers.computeIfAbsent(conversation, id -> new ConversationLedger(clock, remembered));
    }
}
