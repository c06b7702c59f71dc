package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.ErrorCode;
import chat.v2.Message;
import chat.v2.Platform;
import io.yizhan.client.Recalled;
import io.yizhan.client.connection.ChatException;
import io.yizhan.client.outbox.SendReceipt;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A message is taken back, over workers, queue and database. */
class RecallIT {
    @RegisterExtension
    static final TestCluster cluster = TestCluster.shared("rea", "ron", "roy");

    @Test
    void isToldToEveryDevice_onceAndForAll() throws Exception {
        Person rea = cluster.login("rea");
        Person laptop = cluster.login("rea", Platform.DESKTOP);
        Person ron = cluster.login("ron");
        SendReceipt sent = get(rea.client().send("ron", "not this"));

        get(rea.client().recall(sent.conversationId(), sent.seq()));
        get(laptop.client().recall(sent.conversationId(), sent.seq()));

        for (Person device : List.of(rea, laptop, ron)) {
            await().atMost(Person.LIMIT)
                    .until(() -> device.recalled().stream().anyMatch(told -> told.seq() == sent.seq()));
        }
        get(rea.client().send("ron", "after"));
        await().atMost(Person.LIMIT).until(() -> ron.shownFrom(rea).stream().anyMatch(text -> text.endsWith("after")));
        assertThat(ron.recalled()).extracting(Recalled::seq).containsOnlyOnce(sent.seq());
        assertThat(ron.recalled()).extracting(Recalled::byUserId).containsOnly("rea");
    }

    @Test
    void isPulledEmpty_fromTheAnswerOn() throws Exception {
        Person rea = cluster.login("rea");
        Person ron = cluster.login("ron");
        for (int i = 0; i < 20; i++) {
            SendReceipt sent = get(rea.client().send("ron", "not this either"));

            get(rea.client().recall(sent.conversationId(), sent.seq()));

            assertThat(stored(ron, sent).getContent())
                    .isEqualTo(
                            Content.newBuilder().setType(ContentType.RECALLED).build());
        }
    }

    @Test
    void isEmpty_forWhoWasAway() throws Exception {
        Person rea = cluster.login("rea");
        SendReceipt sent = get(rea.client().send("roy", "before she comes"));
        get(rea.client().recall(sent.conversationId(), sent.seq()));

        Person roy = cluster.login("roy");

        await().atMost(Person.LIMIT).until(() -> roy.recalled().stream().anyMatch(told -> told.seq() == sent.seq()));
        assertThat(roy.shown())
                .filteredOn(message -> message.getSeq() == sent.seq())
                .extracting(Message::getContent)
                .containsExactly(
                        Content.newBuilder().setType(ContentType.RECALLED).build());
    }

    @Test
    void isRefused_toOthers_andTooLate() throws Exception {
        Person rea = cluster.login("rea");
        Person ron = cluster.login("ron");
        Person roy = cluster.login("roy");
        SendReceipt sent = get(rea.client().send("ron", "stays"));

        assertThat(refusal(ron.client().recall(sent.conversationId(), sent.seq())))
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(refusal(roy.client().recall(sent.conversationId(), sent.seq())))
                .isEqualTo(ErrorCode.NOT_A_MEMBER);
        assertThat(refusal(rea.client().recall(sent.conversationId(), sent.seq() + 1_000)))
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
        await().pollDelay(SharedCluster.RECALL_WINDOW.plusSeconds(1)).until(() -> true);
        assertThat(refusal(rea.client().recall(sent.conversationId(), sent.seq())))
                .isEqualTo(ErrorCode.TOO_LATE);
        assertThat(stored(ron, sent).getContent().getText()).isEqualTo("stays");
    }

    private static Message stored(Person reader, SendReceipt sent) throws Exception {
        List<Message> page = get(reader.client().history(sent.conversationId(), sent.seq() + 1, 1))
                .messages();
        assertThat(page).hasSize(1);
        return page.get(0);
    }

    private static ErrorCode refusal(CompletableFuture<Void> recall) throws Exception {
        try {
            get(recall);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ChatException refusal) {
                return refusal.code();
            }
            throw e;
        }
        throw new AssertionError("Not refused");
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(Person.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
