package io.yizhan.server.delivery;

import chat.v2.PullRequest;
import chat.v2.PullResponse;
import chat.v2.SyncRequest;
import chat.v2.SyncResponse;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.ConversationIndex;
import io.yizhan.server.state.ConversationIndex.Activity;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Catching up from what is numbered and stored. Completes on threads of the ports. */
public final class StoredCatchUp implements CatchUp {
    /** Keeps a notice small; more than a person's conversations move between two heartbeats. */
    private static final int NEWS_PAGE = 200;

    private final ConversationIndex index;
    private final Heads heads;
    private final SyncPages syncs;
    private final PullPages pulls;

    public StoredCatchUp(DeliveryPorts ports, TailCloser tail, DeliveryClock clock) {
        this.index = ports.index();
        this.heads = new Heads(ports.sequencer(), ports.positions());
        this.syncs = new SyncPages(index, heads, new ToldHeads(), clock);
        this.pulls = new PullPages(ports.sequencer(), ports.store(), tail);
    }

    @Override
    public CompletionStage<SyncResponse> sync(UserId user, DeviceId device, SyncRequest request) {
        return unlessRefused(() -> syncs.page(user, device, request));
    }

    @Override
    public CompletionStage<PullResponse> pull(UserId user, PullRequest request) {
        return unlessRefused(() -> pulls.page(user, request));
    }

    @Override
    public CompletionStage<Long> newest(UserId user) {
        return index.list(user, 0, 0, 1)
                .thenApply(entries -> entries.isEmpty() ? 0L : entries.get(0).timeMs());
    }

    @Override
    public CompletionStage<News> news(UserId user, long after, int offset) {
        return index.list(user, after + 1, offset, NEWS_PAGE).thenCompose(entries -> {
            long newest = entries.isEmpty() ? after : entries.get(0).timeMs();
            return heads.of(user, entries.stream().map(Activity::conversation).toList())
                    .thenApply(found -> new News(found, newest, entries.size() == NEWS_PAGE));
        });
    }

    private static <T> CompletionStage<T> unlessRefused(Supplier<CompletionStage<T>> answer) {
        try {
            return answer.get();
        } catch (RequestRefused refusal) {
            return CompletableFuture.failedStage(refusal);
        }
    }
}
