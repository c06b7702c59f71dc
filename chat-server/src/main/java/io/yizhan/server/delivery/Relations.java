package io.yizhan.server.delivery;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.yizhan.access.RelationFeed;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.Relation;
import io.yizhan.server.archive.RelationDirectory;
import io.yizhan.settings.Strangers;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How users stand to each other, as this worker has it in mind: asked once for two who talk, forgotten when the feed
 * tells of a change. What the feed lost is asked anew after minutes; where the database is away then, what was known
 * stands. Safe from any thread, never blocks.
 */
public final class Relations implements Admission, RelationFeed.Listener {
    private static final long REMEMBERED = 200_000;
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration KEPT = Duration.ofDays(1);

    private final RelationDirectory directory;
    private final boolean ownRule;
    private final AtomicBoolean strangersMayWrite;
    private final AsyncLoadingCache<Pair, Relation> known;
    private final List<RelationFeed.Listener> listeners = new CopyOnWriteArrayList<>();

    /** @param strangersMayWrite whether one need not be somebody's friend to write to him, until the cluster says so */
    public Relations(RelationDirectory directory, boolean strangersMayWrite) {
        this.directory = directory;
        this.ownRule = strangersMayWrite;
        this.strangersMayWrite = new AtomicBoolean(strangersMayWrite);
        this.known = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .refreshAfterWrite(FRESH)
                .expireAfterWrite(KEPT)
                .buildAsync((pair, executor) ->
                        directory.find(pair.user(), pair.other()).toCompletableFuture());
    }

    @Override
    public CompletionStage<Boolean> refuses(UserId recipient, UserId sender) {
        return find(recipient, sender)
                .thenApply(relation -> relation.blocks() || !(strangersMayWrite.get() || relation.friend()));
    }

    /** From now on this counts, or this worker's own rule where the cluster has none. */
    public void follow(Optional<Strangers> rule) {
        strangersMayWrite.set(rule.map(Strangers::mayWrite).orElse(ownRule));
    }

    /** Whether {@code user} has blocked {@code other}. */
    public CompletionStage<Boolean> blocks(UserId user, UserId other) {
        return find(user, other).thenApply(Relation::blocks);
    }

    /** Those of {@code among} who have blocked {@code other}; asked each time. */
    public CompletionStage<Set<UserId>> blockersOf(UserId other, Collection<UserId> among) {
        return directory.blockersOf(other, among);
    }

    private CompletionStage<Relation> find(UserId user, UserId other) {
        return user.equals(other)
                ? CompletableFuture.completedStage(new Relation(false, true))
                : known.get(new Pair(user, other)).minimalCompletionStage();
    }

    /** Tells {@code listener} too, after what is kept here was forgotten. */
    public void listen(RelationFeed.Listener listener) {
        listeners.add(listener);
    }

    @Override
    public void changed(UserId user, UserId other) {
        known.synchronous().invalidate(new Pair(user, other));
        listeners.forEach(listener -> listener.changed(user, other));
    }

    @Override
    public void missed() {
        known.synchronous().invalidateAll();
        listeners.forEach(RelationFeed.Listener::missed);
    }

    private record Pair(UserId user, UserId other) {}
}
