package io.yizhan.server.delivery;

import chat.v2.PullResponse;
import io.yizhan.group.VisibleNumbers.Stretch;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.MessageStore;
import io.yizhan.server.archive.MessageStore.Range;
import io.yizhan.server.archive.MessageStore.Slice;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads pages of groups. Nothing is given beyond the number up to which the conversation was complete before it was
 * asked who may see what: up to there whoever came or went is known. Never blocks.
 */
final class GroupPullPages {
    private final ConversationHeads heads;
    private final MessageStore store;
    private final TailCloser tail;
    private final GroupViews views;

    GroupPullPages(ConversationHeads heads, MessageStore store, TailCloser tail, GroupViews views) {
        this.heads = heads;
        this.store = store;
        this.tail = tail;
        this.views = views;
    }

    CompletionStage<PullResponse> page(UserId user, GroupId group, Range range) {
        ConversationId conversation = range.conversation();
        return heads.known(List.of(conversation))
                .thenCompose(known -> store.completeTo(List.of(conversation))
                        .thenCompose(complete -> views.of(user, group)
                                .thenCompose(view -> page(
                                        range,
                                        view,
                                        known.getOrDefault(conversation, 0L),
                                        complete.getOrDefault(conversation, 0L)))));
    }

    private CompletionStage<PullResponse> page(Range range, GroupView view, long knownHead, long completeTo) {
        tail.saw(range.conversation(), knownHead, completeTo);
        long head = view.headOf(Math.max(knownHead, completeTo));
        long complete = Math.min(completeTo, head);
        List<Stretch> stretches = view.within(range.fromSeq(), Math.min(range.toSeq(), complete));
        if (stretches.isEmpty()) {
            Slice nothing = new Slice(List.of(), false, complete);
            return CompletableFuture.completedStage(PullPages.response(range, nothing, head));
        }
        return range.backwards()
                ? backwards(range, stretches, complete, head)
                : forwards(range, stretches, complete, head);
    }

    /** The first stretch; what follows it holds nothing up to the next. */
    private CompletionStage<PullResponse> forwards(Range range, List<Stretch> stretches, long complete, long head) {
        boolean last = stretches.size() == 1;
        long known = last ? complete : stretches.get(1).from() - 1;
        return read(range, stretches.get(0)).thenApply(slice -> {
            Slice seen = new Slice(slice.messages(), slice.more(), known);
            PullResponse page = PullPages.response(range, seen, head);
            return last ? page : page.toBuilder().setRetryAfterMs(0).build();
        });
    }

    /**
     * The last stretch, or the one before it if that holds nothing: with more to come there is something to go on by.
     */
    private CompletionStage<PullResponse> backwards(Range range, List<Stretch> stretches, long complete, long head) {
        int last = stretches.size() - 1;
        return read(range, stretches.get(last))
                .thenCompose(slice -> slice.messages().isEmpty() && last > 0
                        ? backwards(range, stretches.subList(0, last), complete, head)
                        : CompletableFuture.completedStage(PullPages.response(
                                range, new Slice(slice.messages(), slice.more() || last > 0, complete), head)));
    }

    private CompletionStage<Slice> read(Range range, Stretch part) {
        return store.read(new Range(
                range.conversation(), part.from(), part.to(), range.limit(), range.maxBytes(), range.backwards()));
    }
}
