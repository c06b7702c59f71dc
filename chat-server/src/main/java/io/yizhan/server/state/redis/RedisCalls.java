package io.yizhan.server.state.redis;

import io.yizhan.access.RedisClients;
import io.yizhan.server.state.StateUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The one pool of threads that may wait for Redis. What does not fit in its queue, or is not answered in time, fails
 * with a {@link StateUnavailableException} like every other failure; its outcome is open then. While Redis is known not
 * to answer, calls fail at once, but for one now and then that tries. Stages complete on the pool's threads, those that
 * are refused on the caller's, those that time out on a timer's.
 */
public final class RedisCalls implements ScriptRunner, AutoCloseable {
    private final UnifiedJedis redis;
    /** In a cluster a node that does not answer says nothing of the others. */
    private final boolean oneServer;

    private final Duration timeLimit;
    private final ThreadPoolExecutor pool;
    private final ScriptPipeline scripts;
    private final SharedTrips trips;
    private final Reach reach = new Reach(System::nanoTime);

    /**
     * @param redis closed by whoever opened it, after this
     * @param threads how many calls run at once; no more than {@code redis} has connections
     * @param queue how many calls may wait for a thread
     * @param timeLimit of a call, from asking to the answer, the wait for a thread included
     */
    public RedisCalls(UnifiedJedis redis, int threads, int queue, Duration timeLimit) {
        this.redis = redis;
        this.oneServer = !(redis instanceof RedisClusterClient);
        this.timeLimit = timeLimit;
        AtomicInteger number = new AtomicInteger();
        this.pool =
                new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queue), task -> {
                    Thread thread = new Thread(task, "redis-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        this.scripts = new ScriptPipeline(redis);
        this.trips = new SharedTrips(pool, queue, this::trip);
    }

    /**
     * Runs the scripts in one round trip (two while Redis does not know one of them), which others may share; in a
     * cluster nobody shares one, since a node that does not answer must hold up nobody who asks another. Answers in the
     * same order.
     */
    @Override
    public CompletionStage<List<Object>> run(String what, List<ScriptCall> calls) {
        if (calls.isEmpty()) {
            return CompletableFuture.completedStage(List.of());
        }
        return oneServer
                ? ask(what, (answers, asked) -> trips.add(new SharedTrips.Ask(what, calls, asked, answers)))
                : call(what, client -> given(scripts.run(calls)));
    }

    /**
     * Takes what many ask for at once to Redis together, for scripts that may run twice. In a cluster each goes by
     * itself: a node that does not answer must hold up nobody who asks another.
     */
    NotedScripts gathered() {
        return oneServer ? new GatheredCalls(this, timeLimit, System::nanoTime) : this::runNoted;
    }

    private CompletionStage<List<Object>> runNoted(
            String what, List<ScriptCall> scripts, Collection<UnsavedMark> marks) {
        return run(what, RedisUnsavedPositions.withNote(scripts, marks))
                .thenApply(answers -> answers.subList(0, scripts.size()));
    }

    /** Asks Redis for nothing but a sign of life; see {@link #silence}. */
    public CompletionStage<Boolean> ping() {
        return call("A sign of life", RedisClients::answers);
    }

    /** For how long Redis has answered no call; zero while it answers. Says nothing new unless calls are made. */
    public Duration silence() {
        return reach.silence();
    }

    /** Runs {@code call} on the pool. {@code what} is told when it fails: it holds no content and no secret. */
    <T> CompletionStage<T> call(String what, Function<UnifiedJedis, T> call) {
        return ask(what, (answer, asked) -> pool.execute(() -> run(what, call, answer, asked)));
    }

    private <T> CompletionStage<T> ask(String what, ObjLongConsumer<CompletableFuture<T>> start) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (oneServer && !reach.mayAsk()) {
            answer.completeExceptionally(new StateUnavailableException(
                    what + " not tried", new TimeoutException("Redis has not answered for " + reach.silence())));
            return answer;
        }
        long asked = System.nanoTime();
        try {
            start.accept(answer, asked);
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(new StateUnavailableException(what + " refused: too many calls wait", e));
            return answer;
        }
        answer.copy().orTimeout(timeLimit.toNanos(), TimeUnit.NANOSECONDS).whenComplete((done, failure) -> {
            if (failure instanceof TimeoutException) {
                reach.failed(asked);
                answer.completeExceptionally(
                        new StateUnavailableException(what + " not answered within " + timeLimit, failure));
            }
        });
        return answer;
    }

    private <T> void run(String what, Function<UnifiedJedis, T> call, CompletableFuture<T> answer, long asked) {
        if (answer.isDone()) {
            return; // it has waited too long already
        }
        try {
            T value = call.apply(redis);
            reach.answered();
            answer.complete(value);
        } catch (RuntimeException e) {
            fail(what, answer, asked, e);
        }
    }

    private void trip(List<SharedTrips.Ask> asks) {
        asks.removeIf(ask -> ask.answers().isDone()); // they have waited too long already
        if (asks.isEmpty()) {
            return;
        }
        List<Object> answers;
        try {
            answers = scripts.run(scriptsOf(asks));
            reach.answered();
        } catch (RuntimeException e) {
            asks.forEach(ask -> fail(ask.what(), ask.answers(), ask.at(), e));
            return;
        }
        int from = 0;
        for (SharedTrips.Ask ask : asks) {
            int to = from + ask.scripts().size();
            settle(ask, answers.subList(from, to));
            from = to;
        }
    }

    private static List<ScriptCall> scriptsOf(List<SharedTrips.Ask> asks) {
        return asks.size() == 1
                ? asks.get(0).scripts()
                : asks.stream().flatMap(ask -> ask.scripts().stream()).toList();
    }

    /** What Redis refused to one is nothing to the others. */
    private void settle(SharedTrips.Ask ask, List<Object> answers) {
        try {
            ask.answers().complete(given(answers));
        } catch (JedisDataException e) {
            fail(ask.what(), ask.answers(), ask.at(), e);
        }
    }

    private static List<Object> given(List<Object> answers) {
        for (Object answer : answers) {
            if (answer instanceof JedisDataException refused) {
                throw refused;
            }
        }
        return answers;
    }

    private void fail(String what, CompletableFuture<?> answer, long asked, RuntimeException failure) {
        if (failure instanceof JedisDataException) {
            reach.answered();
        } else if (failure instanceof JedisConnectionException) {
            reach.failed(asked);
        }
        answer.completeExceptionally(new StateUnavailableException(what + " failed", failure));
    }

    /** Takes nothing more in, and returns when what was taken in is done, or after {@code timeLimit}. */
    @Override
    public void close() {
        pool.shutdown();
        try {
            if (!pool.awaitTermination(timeLimit.toMillis(), TimeUnit.MILLISECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
