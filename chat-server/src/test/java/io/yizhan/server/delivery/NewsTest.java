package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.ANN;
import static io.yizhan.server.delivery.World.ANN_BOB;
import static io.yizhan.server.delivery.World.BOB;
import static io.yizhan.server.delivery.World.PHONE;
import static io.yizhan.server.delivery.World.stored;
import static io.yizhan.server.delivery.World.toBob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.Head;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.UserId;
import io.yizhan.server.delivery.CatchUp.Mark;
import io.yizhan.server.delivery.CatchUp.News;
import io.yizhan.server.state.Allocation.Audience;
import io.yizhan.server.state.ConversationIndex.Activity;
import io.yizhan.server.state.MessagePlace;
import io.yizhan.server.state.NumberRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NewsTest {
    private final World world = new World();
    private final StoredCatchUp catchUp = world.catchUp();

    @Test
    void holdsWhatCameSince_andNothingElse() {
        message(BOB);
        Mark before = get(catchUp.newest(ANN));
        assertThat(get(catchUp.news(ANN, before, 0))).isEqualTo(new News(List.of(), before, false));
        message(new UserId("carl"));

        News news = get(catchUp.news(ANN, before, 0));

        assertThat(news.heads()).extracting(Head::getConversationId).containsExactly("d:ann:carl");
        assertThat(news.heads()).extracting(Head::getHeadSeq).containsExactly(1L);
        assertThat(news.newest()).isEqualTo(get(catchUp.newest(ANN)));
    }

    @Test
    void goesThroughAll_inPages() {
        Mark before = get(catchUp.newest(ANN));
        IntStream.range(0, 450).forEach(i -> message(new UserId("u" + i)));
        List<Head> all = new ArrayList<>();

        News page = get(catchUp.news(ANN, before, 0));
        all.addAll(page.heads());
        while (page.more()) {
            page = get(catchUp.news(ANN, before, all.size()));
            all.addAll(page.heads());
        }

        assertThat(all)
                .extracting(Head::getConversationId)
                .doesNotHaveDuplicates()
                .hasSize(450);
    }

    @Test
    void holdsWhatTheDatabaseGotLater_whenTheWorkerDiedBetweenStoreAndRouting() {
        message(BOB);
        Mark toldAfterTheMessage = get(catchUp.newest(BOB));
        world.clock.go(60_000);
        PersistedActivities persisted =
                new PersistedActivities(world.index, world.clock, Executors.newSingleThreadScheduledExecutor());

        persisted.accept(List.of(new Placed(
                        new PendingSend(toBob(1, "a"), world.clock.nanos()),
                        request(ANN_BOB),
                        new MessagePlace(1, 1, world.clock.epochMs() - 60_000),
                        Audience.NONE)
                .record()));

        assertThat(get(catchUp.news(BOB, toldAfterTheMessage, 0)).heads())
                .extracting(Head::getConversationId)
                .containsExactly(ANN_BOB.value());
    }

    @Test
    void holdsASend_alsoWhenTheSendersWorkerHasASlowClock() {
        message(BOB);
        Mark before = get(catchUp.newest(BOB));
        world.clock.setBack(3_600_000);
        try (Lanes lanes = world.lanes(1, 10, 10)) {
            lanes.start();
            stored(lanes.send(toBob(2, "text")));
            await().untilAsserted(() ->
                    assertThat(get(catchUp.news(BOB, before, 0)).heads()).hasSize(1));
        }
    }

    /** Nobody is found in the registry then, so that nothing is pushed: a look is the only way to learn of it. */
    @Test
    void holdsWhatCame_sinceTheListWasForgotten_alsoWhenTheSendersWorkerHasASlowClock() {
        message(BOB);
        Mark before = get(catchUp.newest(ANN));
        world.index.loseMemory();
        world.clock.setBack(600_000);
        message(new UserId("carl"));

        News news = get(catchUp.news(ANN, before, 0));

        assertThat(news.heads()).extracting(Head::getConversationId).containsExactly("d:ann:carl");
        message(BOB);
        assertThat(get(catchUp.news(ANN, news.newest(), 0)).heads())
                .extracting(Head::getConversationId)
                .containsExactly("d:ann:bob");
    }

    @Test
    void holdsWhatComes_afterALookAtAListThatForgotAll() {
        message(BOB);
        Mark before = get(catchUp.newest(ANN));
        world.index.loseMemory();
        Mark after = get(catchUp.news(ANN, before, 0)).newest();
        world.clock.setBack(600_000);
        message(BOB);

        assertThat(get(catchUp.news(ANN, after, 0)).heads())
                .extracting(Head::getConversationId)
                .containsExactly("d:ann:bob");
    }

    private void message(UserId to) {
        ConversationId conversation = ConversationId.direct(ANN, to);
        world.sequencer.allocate(List.of(request(conversation)));
        long now = world.clock.epochMs();
        world.index.raise(List.of(new Activity(ANN, conversation, now), new Activity(to, conversation, now)));
    }

    private NumberRequest request(ConversationId conversation) {
        return new NumberRequest(conversation, ANN, PHONE, 1, 0, 1, world.clock.epochMs(), false);
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
