package io.yizhan.server.state.memory;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.ConversationIndex;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The index in this process. Safe from any thread; stages are complete when they are returned. */
public final class MemoryConversationIndex implements ConversationIndex {
    private static final Comparator<Activity> NEWEST_FIRST = Comparator.comparingLong(Activity::timeMs)
            .thenComparing(activity -> activity.conversation().value())
            .reversed();

    private final ConcurrentMap<UserId, ConcurrentMap<ConversationId, Long>> conversations = new ConcurrentHashMap<>();

    @Override
    public CompletionStage<Void> touch(List<Activity> activities) {
        for (Activity activity : activities) {
            conversations
                    .computeIfAbsent(activity.user(), user -> new ConcurrentHashMap<>())
                    .merge(activity.conversation(), activity.timeMs(), Math::max);
        }
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> raise(List<Activity> activities) {
        for (Activity activity : activities) {
            conversations.compute(activity.user(), (user, before) -> {
                ConcurrentMap<ConversationId, Long> times = before == null ? new ConcurrentHashMap<>() : before;
                long newest =
                        times.values().stream().mapToLong(Long::longValue).max().orElse(0);
                times.put(activity.conversation(), Math.max(activity.timeMs(), newest + 1));
                return times;
            });
        }
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<List<Activity>> list(UserId user, long activeSinceMs, int offset, int limit) {
        Map<ConversationId, Long> times = conversations.getOrDefault(user, new ConcurrentHashMap<>());
        return CompletableFuture.completedStage(times.entrySet().stream()
                .map(entry -> new Activity(user, entry.getKey(), entry.getValue()))
                .filter(activity -> activity.timeMs() >= activeSinceMs)
                .sorted(NEWEST_FIRST)
                .skip(offset)
                .limit(limit)
                .toList());
    }
}
