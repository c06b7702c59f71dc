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

    private volatile Life life = new Life(0, new ConcurrentHashMap<>());

    /** Forgets all lists. */
    public synchronized void loseMemory() {
        life = new Life(life.number() + 1, new ConcurrentHashMap<>());
    }

    @Override
    public CompletionStage<Void> touch(List<Activity> activities) {
        for (Activity activity : activities) {
            life.conversations()
                    .computeIfAbsent(activity.user(), user -> new ConcurrentHashMap<>())
                    .merge(activity.conversation(), activity.timeMs(), Math::max);
        }
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> raise(List<Activity> activities) {
        for (Activity activity : activities) {
            life.conversations().compute(activity.user(), (user, before) -> {
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
    public CompletionStage<Page> page(UserId user, long activeSinceMs, int offset, int limit) {
        Life now = life;
        Map<ConversationId, Long> times = now.conversations().getOrDefault(user, new ConcurrentHashMap<>());
        List<Activity> activities = times.entrySet().stream()
                .map(entry -> new Activity(user, entry.getKey(), entry.getValue()))
                .filter(activity -> activity.timeMs() >= activeSinceMs)
                .sorted(NEWEST_FIRST)
                .skip(offset)
                .limit(limit)
                .toList();
        return CompletableFuture.completedStage(new Page(Long.toString(now.number()), activities));
    }

    private record Life(long number, ConcurrentMap<UserId, ConcurrentMap<ConversationId, Long>> conversations) {}
}
