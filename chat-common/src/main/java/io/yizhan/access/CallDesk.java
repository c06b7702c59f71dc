package io.yizhan.access;

import io.yizhan.identity.Incarnation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** A worker's side of {@link WorkerCalls}: takes the calls for its present life, and answers them. */
public final class CallDesk implements AutoCloseable {
    /** Connections that it needs, all its own. */
    public static final int CONNECTIONS = 2;

    private static final Logger log = LoggerFactory.getLogger(CallDesk.class);
    private static final int WAITING_ANSWERS = 10_000;
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(1);

    private final UnifiedJedis redis;
    private final Map<String, Handler> handlers;
    /** One thread, so that an answer never waits on a thread of whoever found it. */
    private final ThreadPoolExecutor answers =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING_ANSWERS), task -> {
                Thread thread = new Thread(task, "call-answers");
                thread.setDaemon(true);
                return thread;
            });

    /** Guarded by this. */
    private @Nullable AutoCloseable listening;

    /** Does what is called by one name. */
    public interface Handler {
        /** Must not block or throw; a stage that fails is told to the caller as an open outcome. */
        CompletionStage<byte[]> call(byte[] body);
    }

    /**
     * Listens for nothing yet.
     *
     * @param redis of no use to anybody else, and closed with this
     */
    public CallDesk(UnifiedJedis redis, Map<String, Handler> handlers) {
        this.redis = redis;
        this.handlers = Map.copyOf(handlers);
    }

    /** Takes the calls for this life, and no more those for the one before. Blocks while that one's reading ends. */
    public synchronized void listen(Incarnation self) {
        stop();
        listening = CallWire.calls(redis, self).listenFromStart("worker-calls", this::take);
    }

    private void take(Map<String, String> fields) {
        CallWire.Call call = CallWire.Call.of(fields);
        Handler handler = handlers.get(call.name());
        if (handler == null) {
            log.warn("A call that this worker does not know is left to another: {}", call.name());
        } else if (redis.del(CallWire.open(call.id())) == 0) {
            log.debug("A call was given up before it was taken: {}", call.name());
        } else {
            handler.call(call.body()).whenComplete((body, failure) -> {
                if (failure != null) {
                    log.warn("A call failed, its caller does not know the outcome: {}", call.name(), failure);
                }
                answer(call, Optional.ofNullable(body));
            });
        }
    }

    private void answer(CallWire.Call call, Optional<byte[]> body) {
        try {
            answers.execute(() -> {
                try {
                    CallWire.answers(redis, call.answerTo()).add(new CallWire.Answer(call.id(), body).fields());
                } catch (JedisException e) {
                    log.warn("An answer did not get away, its caller does not know the outcome: {}", call.name(), e);
                }
            });
        } catch (RejectedExecutionException e) {
            log.warn("An answer did not get away, this worker is closing or Redis away: {}", call.name(), e);
        }
    }

    private void stop() {
        AutoCloseable before = listening;
        listening = null;
        if (before != null) {
            try {
                before.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                log.warn("Could not stop listening for calls", e);
            }
        }
    }

    /** Takes no more; what was taken and is not answered within a second is an open outcome for its caller. */
    @Override
    public synchronized void close() throws InterruptedException {
        stop();
        answers.shutdown();
        boolean unused = answers.awaitTermination(LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS);
        redis.close();
    }
}
