package io.yizhan.server.state.redis;

import io.yizhan.server.state.StateUnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Takes what many ask for at the same time to Redis together: one round trip is under way, and what is asked for
 * meanwhile goes with the next. So nobody waits where there is little to do, and where there is much, a thousand
 * acknowledgements cost a few round trips, each with one note. For scripts that may run twice. Never blocks; safe from
 * any thread.
 */
final class GatheredCalls implements NotedScripts {
    /** In one round trip; some 2 ms of Redis' time, for which the numbering of messages waits. */
    private static final int MOST_SCRIPTS = 128;

    private static final int MOST_WAITING = 16_384;

    private final ScriptRunner calls;
    private final Duration timeLimit;
    private final LongSupplier nanos;
    private final Queue<Asked> waiting = new ArrayDeque<>();
    private boolean underWay;

    private record Asked(
            String what,
            List<ScriptCall> scripts,
            Collection<UnsavedMark> marks,
            long at,
            CompletableFuture<List<Object>> answers) {}

    /**
     * @param timeLimit how long something may wait for its round trip
     * @param nanos a monotonic clock
     */
    GatheredCalls(ScriptRunner calls, Duration timeLimit, LongSupplier nanos) {
        this.calls = calls;
        this.timeLimit = timeLimit;
        this.nanos = nanos;
    }

    @Override
    public CompletionStage<List<Object>> run(String what, List<ScriptCall> scripts, Collection<UnsavedMark> marks) {
        Asked asked = new Asked(what, scripts, marks, nanos.getAsLong(), new CompletableFuture<>());
        synchronized (this) {
            if (waiting.size() == MOST_WAITING) {
                return CompletableFuture.failedStage(new StateUnavailableException(
                        what + " refused: too many calls wait", new IllegalStateException("Waiting: " + MOST_WAITING)));
            }
            waiting.add(asked);
            if (underWay) {
                return asked.answers();
            }
            underWay = true;
        }
        goOn();
        return asked.answers();
    }

    private void goOn() {
        List<Asked> batch = take();
        if (!batch.isEmpty()) {
            toRedis(batch).whenComplete((answers, failure) -> {
                goOn();
                settle(batch, answers, failure);
            });
        }
    }

    /** The scripts' answers come first, that of the note last. */
    private CompletionStage<List<Object>> toRedis(List<Asked> batch) {
        List<ScriptCall> scripts = new ArrayList<>();
        Set<UnsavedMark> marks = new LinkedHashSet<>();
        for (Asked asked : batch) {
            scripts.addAll(asked.scripts());
            marks.addAll(asked.marks());
        }
        return calls.run(batch.get(0).what(), RedisUnsavedPositions.withNote(scripts, marks));
    }

    /** The next, but for those that have waited too long; if there is none, nothing is under way any more. */
    private List<Asked> take() {
        List<Asked> batch = new ArrayList<>();
        List<Asked> late = new ArrayList<>();
        synchronized (this) {
            int scripts = 0;
            for (Asked next = waiting.peek();
                    next != null && (batch.isEmpty() || scripts + next.scripts().size() <= MOST_SCRIPTS);
                    next = waiting.peek()) {
                waiting.remove();
                if (nanos.getAsLong() - next.at() > timeLimit.toNanos()) {
                    late.add(next);
                } else {
                    batch.add(next);
                    scripts += next.scripts().size();
                }
            }
            underWay = !batch.isEmpty();
        }
        late.forEach(asked -> asked.answers()
                .completeExceptionally(new StateUnavailableException(
                        asked.what() + " not answered within " + timeLimit,
                        new TimeoutException("It waited for others"))));
        return batch;
    }

    private void settle(List<Asked> batch, @Nullable List<Object> answers, @Nullable Throwable failure) {
        if (answers != null) {
            int from = 0;
            for (Asked asked : batch) {
                int to = from + asked.scripts().size();
                asked.answers().complete(answers.subList(from, to));
                from = to;
            }
        } else if (batch.size() > 1 && isOfOne(failure)) {
            batch.forEach(this::runAlone);
        } else {
            Throwable reason = failure == null ? new IllegalStateException("No answers") : failure;
            batch.forEach(asked -> asked.answers().completeExceptionally(reason));
        }
    }

    /** Redis refused a script; that is no reason to refuse those beside it. */
    private static boolean isOfOne(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof JedisDataException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    private void runAlone(Asked asked) {
        toRedis(List.of(asked)).whenComplete((answers, failure) -> settle(List.of(asked), answers, failure));
    }
}
