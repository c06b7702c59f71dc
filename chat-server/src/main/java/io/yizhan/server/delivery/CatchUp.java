package io.yizhan.server.delivery;

import chat.v2.Head;
import chat.v2.PullRequest;
import chat.v2.PullResponse;
import chat.v2.SyncRequest;
import chat.v2.SyncResponse;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Answers what a device missed. Never blocks or throws; stages fail with {@code RequestRefused}, else UNAVAILABLE. */
public interface CatchUp {
    /** Heads for one device: what moved beyond what it holds, and what of the other sides it was not yet told here. */
    CompletionStage<SyncResponse> sync(UserId user, DeviceId device, SyncRequest request);

    CompletionStage<PullResponse> pull(UserId user, PullRequest request);

    /**
     * The heads of the user's conversations that were active at {@code sinceMs} (Unix epoch milliseconds) or later,
     * most recently active first. Asked on each Ping: whoever was told less may have missed a push.
     */
    CompletionStage<List<Head>> news(UserId user, long sinceMs);
}
