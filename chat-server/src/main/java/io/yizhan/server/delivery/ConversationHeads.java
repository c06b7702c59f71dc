package io.yizhan.server.delivery;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.SequenceNumber;
import io.yizhan.server.archive.MessageStore;
import io.yizhan.server.state.Sequencer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Where conversations end: by the sequencer, which is ahead but may have lost its memory, and by what is written, which
 * may be behind. A conversation of which the sequencer has no number of the present epoch ends where that epoch begins,
 * so that nothing is overlooked which is not written yet; but one of which nothing is written at all ends at 0. Never
 * blocks; stages give a number for each conversation asked for.
 */
final class ConversationHeads {
    private final Sequencer sequencer;
    private final MessageStore store;

    ConversationHeads(Sequencer sequencer, MessageStore store) {
        this.sequencer = sequencer;
        this.store = store;
    }

    /** The sequencer's numbers; the store is asked only for conversations that the sequencer may have forgotten. */
    CompletionStage<Map<ConversationId, Long>> known(Collection<ConversationId> conversations) {
        return sequencer.heads(conversations).thenCompose(heads -> {
            List<ConversationId> uncertain = conversations.stream()
                    .filter(id -> SequenceNumber.isStart(heads.getOrDefault(id, 0L)))
                    .distinct()
                    .toList();
            return uncertain.isEmpty()
                    ? CompletableFuture.completedStage(heads)
                    : store.heads(uncertain).handle((written, failure) -> merged(heads, written, failure));
        });
    }

    /** The higher of both for each. */
    CompletionStage<Map<ConversationId, Long>> highest(Collection<ConversationId> conversations) {
        CompletionStage<Map<ConversationId, Long>> written = store.heads(conversations);
        return sequencer
                .heads(conversations)
                .thenCompose(heads -> written.handle((found, failure) -> merged(heads, found, failure)));
    }

    /** No number above these was given out; the last one may be far below where the sequencer has forgotten it. */
    CompletionStage<Map<ConversationId, Long>> bounds(Collection<ConversationId> conversations) {
        return sequencer.heads(conversations);
    }

    /** A store that is away is done without, but not for conversations that only it may know. */
    private static Map<ConversationId, Long> merged(
            Map<ConversationId, Long> heads, @Nullable Map<ConversationId, Long> written, @Nullable Throwable failure) {
        if (written == null) {
            if (heads.values().stream().anyMatch(seq -> seq == 0)) {
                throw new CompletionException(failure);
            }
            return heads;
        }
        Map<ConversationId, Long> merged = new HashMap<>(heads);
        written.forEach((id, seq) -> merged.merge(
                id,
                seq,
                (given, stored) -> SequenceNumber.isStart(given) && stored == 0 ? 0L : Math.max(given, stored)));
        return merged;
    }
}
