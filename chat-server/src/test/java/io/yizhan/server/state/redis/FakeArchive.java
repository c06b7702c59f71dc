package io.yizhan.server.state.redis;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.ArchivedState;
import io.yizhan.server.state.ConversationIndex.Activity;
import io.yizhan.server.state.Positions.Position;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Knows what the test has put in; can be away. */
final class FakeArchive implements ArchivedState {
    private final Map<ConversationId, Map<UserId, Position>> positions = new ConcurrentHashMap<>();
    private final List<Activity> activities = new CopyOnWriteArrayList<>();
    private final Map<ConversationId, Long> cursors = new ConcurrentHashMap<>();
    private final AtomicLong highest = new AtomicLong();
    private final AtomicBoolean away = new AtomicBoolean();
    private final AtomicInteger asked = new AtomicInteger();

    void put(ConversationId conversation, UserId user, Position position) {
        positions.computeIfAbsent(conversation, id -> new ConcurrentHashMap<>()).put(user, position);
    }

    void put(Activity activity) {
        activities.add(activity);
    }

    void put(ConversationId conversation, long cursor) {
        cursors.put(conversation, cursor);
    }

    void highestNumber(long number) {
        highest.set(number);
    }

    void away(boolean isAway) {
        away.set(isAway);
    }

    int asked() {
        return asked.get();
    }

    private <T> CompletionStage<T> unlessAway(T answer) {
        asked.incrementAndGet();
        return away.get()
                ? CompletableFuture.failedStage(new IllegalStateException("No archive"))
                : CompletableFuture.completedStage(answer);
    }

    @Override
    public CompletionStage<Map<ConversationId, Map<UserId, Position>>> positions(
            Collection<ConversationId> conversations) {
        Map<ConversationId, Map<UserId, Position>> found = new HashMap<>();
        conversations.forEach(id -> found.put(id, Map.copyOf(positions.getOrDefault(id, Map.of()))));
        return unlessAway(found);
    }

    @Override
    public CompletionStage<Map<ConversationId, Position>> positions(
            UserId user, Collection<ConversationId> conversations) {
        Map<ConversationId, Position> found = new HashMap<>();
        conversations.forEach(
                id -> found.put(id, positions.getOrDefault(id, Map.of()).getOrDefault(user, Position.NONE)));
        return unlessAway(found);
    }

    @Override
    public CompletionStage<List<Activity>> conversations(UserId user) {
        return unlessAway(activities.stream()
                .filter(activity -> activity.user().equals(user))
                .toList());
    }

    @Override
    public CompletionStage<Long> highestNumber() {
        return unlessAway(highest.get());
    }

    @Override
    public CompletionStage<Map<ConversationId, Long>> cursors(UserId user, DeviceId device) {
        return unlessAway(Map.copyOf(cursors));
    }
}
