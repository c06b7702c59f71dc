package io.yizhan.server.delivery;

import chat.v2.Head;
import chat.v2.PullRequest;
import chat.v2.PullResponse;
import chat.v2.SyncRequest;
import chat.v2.SyncResponse;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Answers what a device missed. Never blocks or throws; stages fail with {@code RequestRefused}, else UNAVAILABLE. */
public interface CatchUp {
    /** Heads for one device: what moved beyond what it holds, and what of the other sides it was not yet told here. */
    CompletionStage<SyncResponse> sync(UserId user, DeviceId device, SyncRequest request);

    CompletionStage<PullResponse> pull(UserId user, PullRequest request);

    /** Up to where a device has acknowledged its conversations; nothing for those in which it never has. */
    CompletionStage<Map<ConversationId, Long>> cursors(UserId user, DeviceId device);

    /**
     * Where the user's list of conversations stands: what {@link #news} after this finds was raised later. To be asked
     * before the sync that it belongs to.
     */
    CompletionStage<Mark> newest(UserId user);

    /**
     * What was raised in the user's list after it stood at {@code after}, a page of it; if the list has forgotten since
     * what was raised in it, what may have been. Asked on each Ping: whoever was told less of these conversations may
     * have missed a push. Costs one look, however many conversations there are, when there is nothing.
     *
     * @param offset how much of it earlier pages have shown
     */
    CompletionStage<News> news(UserId user, Mark after, int offset);

    /**
     * A page of news.
     *
     * @param heads most recently raised first
     * @param newest where the list stood, to ask from next time; only the first page's counts
     * @param more whether a further page may hold something
     */
    record News(List<Head> heads, Mark newest, boolean more) {}

    /**
     * A place in a user's list.
     *
     * @param life of the list
     * @param timeMs of what was raised last
     */
    record Mark(String life, long timeMs) {}
}
