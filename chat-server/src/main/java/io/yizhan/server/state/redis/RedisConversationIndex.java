package io.yizhan.server.state.redis;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.ConversationIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.ZAddParams;
import redis.clients.jedis.resps.Tuple;

/** The conversations of each user as a sorted set in Redis, scored by the time of the last activity. */
public final class RedisConversationIndex implements ConversationIndex {
    private static final LuaScript RAISE = LuaScript.load("raise");

    private final RedisCalls calls;

    public RedisConversationIndex(RedisCalls calls) {
        this.calls = calls;
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
    public CompletionStage<List<Activity>> list(UserId user, long activeSinceMs, int offset, int limit) {
        return calls.call(
                "Listing conversations",
                client ->
                        client
                                .zrevrangeByScoreWithScores(
                                        key(user), "+inf", Long.toString(activeSinceMs), offset, limit)
                                .stream()
                                .map(tuple -> activity(user, tuple))
                                .toList());
    }

    private static Activity activity(UserId user, Tuple tuple) {
        return new Activity(user, new ConversationId(tuple.getElement()), (long) tuple.getScore());
    }

    private static String key(UserId user) {
        return "im:conversations:{" + user + "}";
    }
}
