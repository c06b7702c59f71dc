package io.yizhan.server.state.redis;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.ArchivedState;
import io.yizhan.server.state.ConversationIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.ZAddParams;

/**
 * The conversations of each user as a sorted set in Redis, scored by the time of the last activity. In each life of
 * Redis a list is compared with the archive's before it is first used, since it may have lost entries.
 */
public final class RedisConversationIndex implements ConversationIndex {
    private static final Logger log = LoggerFactory.getLogger(RedisConversationIndex.class);
    private static final LuaScript RAISE = LuaScript.load("raise");
    private static final LuaScript LIST = LuaScript.load("list");
    private static final LuaScript REFILL = LuaScript.load("refill");

    private final RedisCalls calls;
    private final ArchivedState archived;

    public RedisConversationIndex(RedisCalls calls, ArchivedState archived) {
        this.calls = calls;
        this.archived = archived;
    }

    @Override
    public CompletionStage<Void> touch(List<Activity> activities) {
        if (activities.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        return calls.<Boolean>call("Entering conversations", client -> enter(client, activities))
                .thenAccept(done -> {});
    }

    private static boolean enter(UnifiedJedis client, List<Activity> activities) {
        List<Response<Long>> responses = new ArrayList<>(activities.size());
        try (AbstractPipeline pipeline = client.pipelined()) {
            for (Activity activity : activities) {
                responses.add(pipeline.zadd(
                        key(activity.user()),
                        activity.timeMs(),
                        activity.conversation().value(),
                        ZAddParams.zAddParams().gt()));
            }
            pipeline.sync();
        }
        // A response holds its command's error until it is asked.
        responses.forEach(Response::get);
        return true;
    }

    @Override
    public CompletionStage<Void> raise(List<Activity> activities) {
        List<ScriptCall> scripts = Batches.of(activities, Activity::user).map((user, batch) -> {
            List<String> arguments = new ArrayList<>(2 * batch.size());
            for (Activity activity : batch) {
                arguments.add(activity.conversation().value());
                arguments.add(Long.toString(activity.timeMs()));
            }
            return RAISE.call(List.of(key(user)), arguments);
        });
        return calls.run("Raising conversations", scripts).thenAccept(done -> {});
    }

    @Override
    public CompletionStage<Page> page(UserId user, long activeSinceMs, int offset, int limit) {
        return read(user, activeSinceMs, offset, limit)
                .thenCompose(found -> found.isWhole()
                        ? CompletableFuture.completedStage(found.page())
                        : refill(user, found)
                                .thenCompose(refilled -> refilled
                                        ? read(user, activeSinceMs, offset, limit)
                                                .thenApply(Found::page)
                                        : CompletableFuture.completedStage(found.page())));
    }

    private CompletionStage<Found> read(UserId user, long activeSinceMs, int offset, int limit) {
        ScriptCall list = LIST.call(
                List.of(key(user)),
                List.of(Long.toString(activeSinceMs), Integer.toString(offset), Integer.toString(limit)));
        return calls.run("Listing conversations", List.of(list))
                .thenApply(answers -> Found.of(user, (List<?>) answers.get(0)));
    }

    /**
     * Brings in what the archive has. Without it a list that was whole once is better than none; one that never was
     * would hide conversations, so that fails.
     *
     * @return whether the list is another now
     */
    private CompletionStage<Boolean> refill(UserId user, Found found) {
        return archived.conversations(user)
                .handle((all, failure) -> {
                    if (failure == null) {
                        return write(user, all).thenApply(done -> true);
                    }
                    if (!found.wasWhole()) {
                        return CompletableFuture.<Boolean>failedStage(failure);
                    }
                    log.debug("A list of conversations could not be compared with the archive: {}", user, failure);
                    return CompletableFuture.completedStage(false);
                })
                .thenCompose(refilled -> refilled);
    }

    private CompletionStage<List<Object>> write(UserId user, List<Activity> all) {
        List<String> arguments = new ArrayList<>(2 * all.size());
        for (Activity activity : all) {
            arguments.add(activity.conversation().value());
            arguments.add(Long.toString(activity.timeMs()));
        }
        return calls.run("Refilling a list of conversations", List.of(REFILL.call(List.of(key(user)), arguments)));
    }

    private static String key(UserId user) {
        return "im:conversations:{" + user + "}";
    }

    /**
     * A part of the list.
     *
     * @param isWhole whether the list was compared with the archive in this life of Redis
     * @param wasWhole whether it ever was
     */
    private record Found(boolean isWhole, boolean wasWhole, Page page) {
        static Found of(UserId user, List<?> answer) {
            List<Activity> activities = new ArrayList<>(answer.size() / 2);
            for (int i = 2; i < answer.size(); i += 2) {
                activities.add(new Activity(user, new ConversationId((String) answer.get(i)), (long)
                        Double.parseDouble((String) answer.get(i + 1))));
            }
            String life = (String) answer.get(1);
            return new Found(answer.get(0).equals("1"), !life.isEmpty(), new Page(life, activities));
        }
    }
}
