package io.yizhan.server.archive.memory;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.PositionStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Positions as long as this process lives; for tests and for a worker that runs alone. */
public final class MemoryPositionStore implements PositionStore {
    private final Clock clock;
    /** Guarded by this, like all below. */
    private final Map<List<Object>, MemberPosition> members = new HashMap<>();

    private final Map<List<Object>, DeviceCursor> cursors = new HashMap<>();
    private final Map<Device, Long> seenAtMs = new HashMap<>();

    public MemoryPositionStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized CompletionStage<Void> save(
            List<MemberPosition> moved, List<DeviceCursor> acknowledged, Collection<Device> seen) {
        moved.forEach(one -> members.merge(key(one.conversation(), one.user()), one, MemoryPositionStore::later));
        acknowledged.forEach(one -> cursors.merge(
                List.of(one.device(), one.conversation()),
                one,
                (before, now) -> before.seq() >= now.seq() ? before : now));
        seen.forEach(device -> seenAtMs.put(device, clock.millis()));
        return CompletableFuture.completedFuture(null);
    }

    private static List<Object> key(ConversationId conversation, UserId user) {
        return List.of(conversation, user);
    }

    private static MemberPosition later(MemberPosition one, MemberPosition other) {
        return new MemberPosition(
                one.conversation(),
                one.user(),
                Math.max(one.delivered(), other.delivered()),
                Math.max(one.read(), other.read()));
    }

    @Override
    public synchronized CompletionStage<List<MemberPosition>> positions(Collection<ConversationId> conversations) {
        return CompletableFuture.completedFuture(members.values().stream()
                .filter(one -> conversations.contains(one.conversation()))
                .toList());
    }

    @Override
    public synchronized CompletionStage<List<MemberPosition>> positions(
            UserId user, Collection<ConversationId> conversations) {
        return CompletableFuture.completedFuture(members.values().stream()
                .filter(one -> one.user().equals(user) && conversations.contains(one.conversation()))
                .toList());
    }

    @Override
    public synchronized CompletionStage<List<DeviceCursor>> cursors(Device device) {
        return CompletableFuture.completedFuture(cursors.values().stream()
                .filter(cursor -> cursor.device().equals(device))
                .toList());
    }

    @Override
    public synchronized CompletionStage<Integer> expire(Duration unseen, int limit) {
        long before = clock.millis() - unseen.toMillis();
        List<Device> dropped = seenAtMs.entrySet().stream()
                .filter(entry -> entry.getValue() < before)
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
        dropped.forEach(seenAtMs::remove);
        cursors.values().removeIf(cursor -> dropped.contains(cursor.device()));
        return CompletableFuture.completedFuture(dropped.size());
    }
}
