package io.yizhan.server.archive.memory;

import io.yizhan.identity.UserId;
import io.yizhan.server.archive.UserDirectory;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** The users that were added to it. */
public final class MemoryUserDirectory implements UserDirectory {
    private final Set<UserId> users = ConcurrentHashMap.newKeySet();

    /** Makes a user exist from now on. */
    public void add(UserId user) {
        users.add(user);
    }

    @Override
    public CompletionStage<Boolean> exists(UserId user) {
        return CompletableFuture.completedFuture(users.contains(user));
    }
}
