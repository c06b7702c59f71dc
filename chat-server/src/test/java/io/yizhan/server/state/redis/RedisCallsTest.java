package io.yizhan.server.state.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.access.RedisClients;
import io.yizhan.server.state.Stages;
import io.yizhan.server.state.StateUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

/** One thread, room for one that waits, and no server: the calls are the test's own. */
class RedisCallsTest {
    private final UnifiedJedis nowhere = RedisClients.open("redis://127.0.0.1:1", Duration.ofMillis(100), 1);
    private final RedisCalls calls = new RedisCalls(nowhere, 1, 1, Duration.ofMillis(50));
    private final CountDownLatch go = new CountDownLatch(1);

    @AfterEach
    void close() {
        go.countDown();
        calls.close();
        nowhere.close();
    }

    private String whenTold(UnifiedJedis client) {
        try {
            return go.await(10, TimeUnit.SECONDS) ? "done" : "never told";
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted", e);
        }
    }

    @Test
    void refusesACall_whenTooManyWait() {
        try (RedisCalls patient = new RedisCalls(nowhere, 1, 1, Duration.ofSeconds(10))) {
            CompletionStage<String> running = patient.call("Running", this::whenTold);
            CompletionStage<String> waiting = patient.call("Waiting", client -> "done");

            Throwable refused = Stages.failure(patient.call("One more", client -> "done"));

            assertThat(refused)
                    .isInstanceOf(StateUnavailableException.class)
                    .hasMessageContaining("One more")
                    .hasCauseInstanceOf(RejectedExecutionException.class);
            go.countDown();
            assertThat(Stages.get(running)).isEqualTo("done");
            assertThat(waiting.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(5));
        }
    }

    @Test
    void givesACallUp_thatIsNotAnsweredInTime() {
        Throwable failure = Stages.failure(calls.call("Running", this::whenTold));

        assertThat(failure)
                .isInstanceOf(StateUnavailableException.class)
                .hasMessage("Running not answered within PT0.05S")
                .hasCauseInstanceOf(TimeoutException.class);
        assertThat(calls.silence()).isPositive();
    }

    @Test
    void doesNotTryAtAll_whileRedisIsKnownToBeSilent_butNowAndThen() {
        Stages.failure(calls.call("Counting", client -> client.incr("x")));
        AtomicBoolean made = new AtomicBoolean();

        Throwable failure = Stages.failure(calls.call("Next", client -> made.getAndSet(true)));

        assertThat(failure).isInstanceOf(StateUnavailableException.class).hasMessage("Next not tried");
        assertThat(made).isFalse();
        await().ignoreExceptions().until(() -> Stages.get(calls.call("Trying", client -> true)));
        assertThat(calls.silence()).isZero();
        String next = Stages.get(calls.call("Next", client -> "done"));
        assertThat(next).isEqualTo("done");
    }

    @Test
    void doesNotMakeACall_thatWaitedTooLong() {
        AtomicBoolean made = new AtomicBoolean();
        calls.call("Running", this::whenTold);
        CompletionStage<Boolean> waiting = calls.call("Waiting", client -> made.getAndSet(true));
        long waitsSince = System.nanoTime();
        await().until(() ->
                System.nanoTime() - waitsSince > Duration.ofMillis(60).toNanos());

        go.countDown();

        assertThat(Stages.failure(waiting))
                .isInstanceOf(StateUnavailableException.class)
                .hasCauseInstanceOf(TimeoutException.class);
        assertThat(made).isFalse();
    }

    @Test
    void saysWhatFailed() {
        try (RedisCalls patient = new RedisCalls(nowhere, 1, 1, Duration.ofSeconds(10))) {
            Throwable failure = Stages.failure(patient.call("Counting", client -> client.incr("x")));

            assertThat(failure).isInstanceOf(StateUnavailableException.class).hasMessage("Counting failed");
            assertThat(failure.getCause()).isNotNull();
        }
    }

    @Test
    void asksNobody_forNothing() {
        assertThat(Stages.get(calls.run("Nothing", List.of()))).isEmpty();
    }

    @Test
    void refusesEverything_onceClosed() {
        calls.close();

        assertThat(Stages.failure(calls.call("Late", client -> "done"))).isInstanceOf(StateUnavailableException.class);
    }
}
