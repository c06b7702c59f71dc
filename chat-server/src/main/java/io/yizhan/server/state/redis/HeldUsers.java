package io.yizhan.server.state.redis;

import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Which users have sessions at which worker, so that a dead one's entries are found without asking for everybody:
 * {@code im:held:{node@incarnation}} holds the users, {@code im:holders} the incarnations, each until a lease after it
 * was noted last. It names too many now and then, never too few, unless it was lost; then the leases end the entries.
 */
final class HeldUsers {
    private static final String HOLDERS = "im:holders";
    private static final int PAGE = 500;
    private static final LuaScript NOTE = LuaScript.load("note");
    private static final LuaScript SWEEP = LuaScript.load("sweep");

    private final RedisCalls calls;
    private final String leaseMs;

    HeldUsers(RedisCalls calls, Duration lease) {
        this.calls = calls;
        this.leaseMs = Long.toString(lease.toMillis());
    }

    /** To be run together with what enters or renews the users' sessions there. */
    ScriptCall note(Incarnation holder, Collection<UserId> users) {
        List<String> arguments = new ArrayList<>(users.size() + 1);
        arguments.add(leaseMs);
        users.stream().map(UserId::value).distinct().forEach(arguments::add);
        return NOTE.call(List.of(held(holder)), arguments);
    }

    CompletionStage<Set<Incarnation>> holders(Incarnation self) {
        return calls.run("Noting a holder", List.of(NOTE.call(List.of(HOLDERS), List.of(leaseMs, text(self)))))
                .thenCompose(noted -> calls.call("Reading the holders", redis -> redis.zrange(HOLDERS, 0, -1)))
                .thenApply(found -> found.stream().map(HeldUsers::parse).collect(Collectors.toSet()));
    }

    /**
     * A page after the other; each is forgotten when its entries are gone, so that it can be broken off and repeated.
     */
    CompletionStage<Integer> sweep(Incarnation ended) {
        return sweep(ended, 0);
    }

    private CompletionStage<Integer> sweep(Incarnation ended, int before) {
        return calls.call("Reading whom a worker held", redis -> redis.zrange(held(ended), 0, PAGE - 1))
                .thenCompose(users -> users.isEmpty() ? forget(ended, before) : sweep(ended, users, before));
    }

    private CompletionStage<Integer> sweep(Incarnation ended, List<String> users, int before) {
        List<ScriptCall> scripts = users.stream()
                .map(UserId::new)
                .map(user -> SWEEP.call(
                        List.of(RedisSessionRegistry.sessions(user), RedisSessionRegistry.seen(user)),
                        List.of(
                                ended.node().toString(),
                                Long.toString(ended.epoch()),
                                RedisSessionRegistry.SEEN_KEPT_MS)))
                .toList();
        return calls.run("Sweeping sessions", scripts).thenCompose(answers -> {
            int removed = answers.stream()
                    .mapToInt(answer -> ((Long) answer).intValue())
                    .sum();
            return calls.call(
                            "Forgetting whom a worker held",
                            redis -> redis.zrem(held(ended), users.toArray(String[]::new)))
                    .thenCompose(forgotten -> sweep(ended, before + removed));
        });
    }

    private CompletionStage<Integer> forget(Incarnation ended, int removed) {
        return calls.call("Forgetting a holder", redis -> redis.zrem(HOLDERS, text(ended)))
                .thenCompose(forgotten -> CompletableFuture.completedStage(removed));
    }

    private static String held(Incarnation holder) {
        return "im:held:{" + text(holder) + "}";
    }

    private static String text(Incarnation holder) {
        return holder.node() + "@" + holder.epoch();
    }

    private static Incarnation parse(String text) {
        int at = text.indexOf('@');
        return new Incarnation(
                new NodeId(Long.parseLong(text.substring(0, at))), Long.parseLong(text.substring(at + 1)));
    }
}
