package io.yizhan.server.delivery;

import chat.v2.PullRequest;
import chat.v2.PullResponse;
import chat.v2.SyncRequest;
import chat.v2.SyncResponse;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.audience.OnlineMembers;
import io.yizhan.server.state.ConversationIndex;
import io.yizhan.server.state.ConversationIndex.Activity;
import io.yizhan.server.state.ConversationIndex.Page;
import io.yizhan.server.state.Positions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Catching up from what is numbered and stored. Completes on threads of the ports. */
public final class StoredCatchUp implements CatchUp {
    /** Keeps a notice small; more than a person's conversations move between two heartbeats. */
    private static final int NEWS_PAGE = 200;
    /**
     * When a list has begun anew, only conversations that were active so long before the last look are looked at again:
     * more than clocks are apart, and little enough for all who are online at once.
     */
    private static final long FORGOTTEN_MS = TimeUnit.HOURS.toMillis(1);

    private static final Logger log = LoggerFactory.getLogger(StoredCatchUp.class);

    private final ConversationIndex index;
    private final Positions positions;
    private final Heads heads;
    private final SyncPages syncs;
    private final GroupSyncPages groups;
    private final PullPages pulls;

    /** Where there are no groups. */
    public StoredCatchUp(DeliveryPorts ports, TailCloser tail, DeliveryClock clock) {
        this(ports, OnlineMembers.NONE, tail, clock);
    }

    /** @param groups of those who are online here */
    public StoredCatchUp(DeliveryPorts ports, OnlineMembers groups, TailCloser tail, DeliveryClock clock) {
        this.index = ports.index();
        this.positions = ports.positions();
        ConversationHeads ends = new ConversationHeads(ports.sequencer(), ports.store());
        this.heads = new Heads(ends, positions, ports.groups().store());
        this.syncs = new SyncPages(index, heads, new ToldHeads(), clock);
        this.groups = new GroupSyncPages(groups, heads);
        this.pulls = new PullPages(
                ends, ports.store(), tail, new GroupViews(ports.groups().store(), groups));
    }

    @Override
    public CompletionStage<SyncResponse> sync(UserId user, DeviceId device, SyncRequest request) {
        if (request.getPageToken().isEmpty()) {
            positions.seen(user, device).exceptionally(failure -> {
                log.debug("Left to the next sync or acknowledgement, that a device was seen: {}", device, failure);
                return null;
            });
        }
        return unlessRefused(() -> {
            SyncRequest begin = request.toBuilder().clearPageToken().build();
            return GroupSyncPages.isFor(request)
                    ? groups.page(user, request, () -> syncs.page(user, device, begin))
                    : syncs.page(user, device, request);
        });
    }

    @Override
    public CompletionStage<PullResponse> pull(UserId user, PullRequest request) {
        return unlessRefused(() -> pulls.page(user, request));
    }

    @Override
    public CompletionStage<Map<ConversationId, Long>> cursors(UserId user, DeviceId device) {
        return positions.cursors(user, device);
    }

    @Override
    public CompletionStage<Mark> newest(UserId user) {
        return index.page(user, 0, 0, 1).thenApply(page -> newest(page, 0));
    }

    private static Mark newest(Page page, long atLeastMs) {
        return new Mark(
                page.life(),
                page.activities().isEmpty()
                        ? atLeastMs
                        : page.activities().get(0).timeMs());
    }

    @Override
    public CompletionStage<News> news(UserId user, Mark after, int offset) {
        return index.page(user, after.timeMs() + 1, offset, NEWS_PAGE).thenCompose(page -> {
            if (page.life().equals(after.life())) {
                return news(user, page, after.timeMs());
            }
            long from = Math.max(0, after.timeMs() - FORGOTTEN_MS);
            return index.page(user, from + 1, offset, NEWS_PAGE).thenCompose(again -> news(user, again, from));
        });
    }

    private CompletionStage<News> news(UserId user, Page page, long afterMs) {
        List<ConversationId> conversations =
                page.activities().stream().map(Activity::conversation).toList();
        return heads.known(user, conversations)
                .thenApply(found -> new News(found, newest(page, afterMs), conversations.size() == NEWS_PAGE));
    }

    private static <T> CompletionStage<T> unlessRefused(Supplier<CompletionStage<T>> answer) {
        try {
            return answer.get();
        } catch (RequestRefused refusal) {
            return CompletableFuture.failedStage(refusal);
        }
    }
}
