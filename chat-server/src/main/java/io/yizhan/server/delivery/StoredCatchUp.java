package io.yizhan.server.delivery;

import chat.v2.Head;
import chat.v2.PullRequest;
import chat.v2.PullResponse;
import chat.v2.SyncRequest;
import chat.v2.SyncResponse;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.ConversationIndex;
import io.yizhan.server.state.ConversationIndex.Activity;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Catching up from what is numbered and stored. Completes on threads of the ports. */
public final class StoredCatchUp implements CatchUp {
    /** Far more than move between two heartbeats of a person; keeps a notice below 1 MiB. */
    private static final int MOST_NEWS = 2_000;

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
    public CompletionStage<List<Head>> news(UserId user, long sinceMs) {
        return index.list(user, sinceMs, 0, MOST_NEWS)
                .thenCompose(entries -> heads.of(
                        user, entries.stream().map(Activity::conversation).toList()));
    }

    private static <T> CompletionStage<T> unlessRefused(Supplier<CompletionStage<T>> answer) {
        try {
            return answer.get();
        } catch (RequestRefused refusal) {
            return CompletableFuture.failedStage(refusal);
        }
    }
}
