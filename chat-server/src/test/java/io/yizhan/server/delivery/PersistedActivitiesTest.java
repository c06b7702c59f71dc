package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.ANN;
import static io.yizhan.server.delivery.World.ANN_BOB;
import static io.yizhan.server.delivery.World.BOB;
import static io.yizhan.server.delivery.World.PHONE;
import static io.yizhan.server.delivery.World.toBob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.server.state.Allocation.Audience;
import io.yizhan.server.state.ConversationIndex;
import io.yizhan.server.state.MessagePlace;
import io.yizhan.server.state.NumberRequest;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PersistedActivitiesTest {
    private final World world = new World();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger raises = new AtomicInteger();

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    /** The memory's index, but for its first call to raise. */
    private ConversationIndex awayAtFirst() {
        return (ConversationIndex) Proxy.newProxyInstance(
                ConversationIndex.class.getClassLoader(),
                new Class<?>[] {ConversationIndex.class},
                (proxy, method, arguments) -> method.getName().equals("raise") && raises.incrementAndGet() == 1
                        ? CompletableFuture.failedStage(new IllegalStateException("Away"))
                        : method.invoke(world.index, arguments));
    }

    /** Whoever failed to push the message could not reach the index either, and no other message need follow. */
    @Test
    void raisesAgain_whenTheIndexWasAway() {
        PersistedActivities persisted = new PersistedActivities(awayAtFirst(), world.clock, timer);
        NumberRequest request = new NumberRequest(ANN_BOB, ANN, PHONE, 1, 0, 1, world.clock.epochMs(), false);

        persisted.accept(List.of(new Placed(
                        new PendingSend(toBob(1, "a"), world.clock.nanos()),
                        request,
                        new MessagePlace(1, 1, world.clock.epochMs()),
                        Audience.NONE)
                .record()));

        await().untilAsserted(() -> assertThat(
                        world.index.list(BOB, 0, 0, 10).toCompletableFuture().join())
                .extracting(ConversationIndex.Activity::conversation)
                .containsExactly(ANN_BOB));
    }
}
