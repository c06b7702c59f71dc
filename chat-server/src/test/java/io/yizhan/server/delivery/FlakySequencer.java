package io.yizhan.server.delivery;

import io.yizhan.identity.ConversationId;
import io.yizhan.server.state.Allocation;
import io.yizhan.server.state.MessagePlace;
import io.yizhan.server.state.NumberRequest;
import io.yizhan.server.state.Sequencer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** A sequencer that can be away, and that remembers what it was asked. */
final class FlakySequencer implements Sequencer {
    private final Sequencer real;
    private final AtomicBoolean away = new AtomicBoolean();
    private final List<List<NumberRequest>> asked = new CopyOnWriteArrayList<>();

    FlakySequencer(Sequencer real) {
        this.real = real;
    }

    void away(boolean isAway) {
        away.set(isAway);
    }

    List<List<NumberRequest>> asked() {
        return asked;
    }

    @Override
    public CompletionStage<List<Allocation>> allocate(List<NumberRequest> batch) {
        asked.add(List.copyOf(batch));
        return away.get()
                ? CompletableFuture.failedStage(new IllegalStateException("No sequencer"))
                : real.allocate(batch);
    }

    @Override
    public CompletionStage<Void> markStored(List<NumberRequest> batch) {
        return real.markStored(batch);
    }

    @Override
    public CompletionStage<MessagePlace> renumber(NumberRequest request, long lost) {
        return away.get()
                ? CompletableFuture.failedStage(new IllegalStateException("No sequencer"))
                : real.renumber(request, lost);
    }

    @Override
    public CompletionStage<Map<ConversationId, Long>> heads(Collection<ConversationId> conversations) {
        return real.heads(conversations);
    }
}
