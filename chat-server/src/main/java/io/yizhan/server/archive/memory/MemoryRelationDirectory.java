package io.yizhan.server.archive.memory;

import io.yizhan.identity.UserId;
import io.yizhan.server.archive.Relation;
import io.yizhan.server.archive.RelationDirectory;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

/** The relations that it was told. Safe from any thread; stages are complete when they are returned. */
public final class MemoryRelationDirectory implements RelationDirectory {
    private final ConcurrentMap<Pair, Relation> relations = new ConcurrentHashMap<>();

    /** From now on {@code user} stands so to {@code other}. */
    public void set(UserId user, UserId other, Relation relation) {
        relations.put(new Pair(user, other), relation);
    }

    @Override
    public CompletionStage<Relation> find(UserId user, UserId other) {
        return CompletableFuture.completedStage(relation(user, other));
    }

    @Override
    public CompletionStage<Set<UserId>> blockersOf(UserId other, Collection<UserId> among) {
        return CompletableFuture.completedStage(
                among.stream().filter(user -> relation(user, other).blocks()).collect(Collectors.toUnmodifiableSet()));
    }

    private Relation relation(UserId user, UserId other) {
        return relations.getOrDefault(new Pair(user, other), Relation.NONE);
    }

    private record Pair(UserId user, UserId other) {}
}
