package io.yizhan.server;

import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.GroupDirectory;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Has no members at hand, and so nothing to forget of any. */
final class NobodyAtHand implements GroupDirectory {
    @Override
    public CompletionStage<Void> shut(GroupId group, Collection<UserId> users) {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> refresh(GroupId group, Collection<UserId> users) {
        return CompletableFuture.completedStage(null);
    }
}
