package io.yizhan.access;

import io.yizhan.identity.Incarnation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.SetParams;

/**
 * Has workers do something: by name and bytes, over Redis, since gate and worker know no address of each other. A call
 * is made by one worker at most, and by none after its caller has given it up. Safe from any thread; blocks.
 */
public final class WorkerCalls implements AutoCloseable {
    /** Connections that it needs, all its own, for how many calls at once. */
    public static final int CONNECTIONS = 8;

    private static final Logger log = LoggerFactory.getLogger(WorkerCalls.class);

    private final UnifiedJedis redis;
    private final Duration takenWithin;
    private final Duration answeredWithin;
    private final String self = UUID.randomUUID().toString();
    private final Map<String, CompletableFuture<Optional<byte[]>>> open = new ConcurrentHashMap<>();
    /** Guarded by this. */
    private @Nullable AutoCloseable answers;

    /** What came of a call. */
    public sealed interface Outcome {
        record Answered(byte[] body) implements Outcome {}

        /** No worker took it, nor will. */
        record NotTaken() implements Outcome {}

        /** A worker took it: it may be done, be about to be done, or not. */
        record Unknown() implements Outcome {}
    }

    /**
     * Dials nothing yet.
     *
     * @param redis of no use to anybody else, and closed with this
     * @param takenWithin after which a worker that does not take the call is passed over
     * @param answeredWithin how long to wait for the answer of the one that took it
     */
    public WorkerCalls(UnifiedJedis redis, Duration takenWithin, Duration answeredWithin) {
        this.redis = redis;
        this.takenWithin = takenWithin;
        this.answeredWithin = answeredWithin;
    }

    /**
     * Asks the workers one after the other, until one takes the call.
     *
     * @param name of what is to be done
     * @throws redis.clients.jedis.exceptions.JedisException if Redis does not answer; the outcome is open then
     */
    public Outcome call(List<Incarnation> workers, String name, byte[] body) throws InterruptedException {
        listen();
        for (Incarnation worker : workers) {
            CallWire.Call call = new CallWire.Call(UUID.randomUUID().toString(), name, body, self);
            CompletableFuture<Optional<byte[]>> answer = new CompletableFuture<>();
            open.put(call.id(), answer);
            try {
                if (isTaken(worker, call, answer)) {
                    return outcome(await(answer, answeredWithin));
                }
            } finally {
                open.remove(call.id());
            }
            log.info("A worker does not take calls, another one is asked: {}", worker);
        }
        return new Outcome.NotTaken();
    }

    private boolean isTaken(Incarnation worker, CallWire.Call call, CompletableFuture<Optional<byte[]>> answer)
            throws InterruptedException {
        String key = CallWire.open(call.id());
        // Ends by itself, should this process end before it is taken away.
        redis.set(key, "", SetParams.setParams().px(takenWithin.multipliedBy(2).toMillis()));
        CallWire.calls(redis, worker).add(call.fields());
        return await(answer, takenWithin).isPresent() || redis.del(key) == 0;
    }

    private static Outcome outcome(Optional<Optional<byte[]>> answer) {
        return answer.flatMap(body -> body).<Outcome>map(Outcome.Answered::new).orElseGet(Outcome.Unknown::new);
    }

    /** Empty if it does not come in time. */
    private static Optional<Optional<byte[]>> await(CompletableFuture<Optional<byte[]>> answer, Duration time)
            throws InterruptedException {
        try {
            return Optional.of(answer.get(time.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("An answer fails by having no body", e);
        }
    }

    /** With the first call: before it nobody answers, and Redis need not be there. */
    private synchronized void listen() {
        if (answers == null) {
            answers = CallWire.answers(redis, self).listenFromStart("worker-answers", fields -> {
                CallWire.Answer answer = CallWire.Answer.of(fields);
                Optional.ofNullable(open.get(answer.id())).ifPresent(waiting -> waiting.complete(answer.body()));
            });
        }
    }

    @Override
    public synchronized void close() throws Exception {
        try {
            if (answers != null) {
                answers.close();
            }
        } finally {
            redis.close();
        }
    }
}
