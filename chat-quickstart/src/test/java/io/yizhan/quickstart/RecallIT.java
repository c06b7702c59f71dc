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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A message is taken back, over workers, queue and database. */
class RecallIT {
    private static final Duration WINDOW = Duration.ofSeconds(8);

    @RegisterExtension
    static final TestCluster cluster = new TestCluster(2, "--delivery.recall-window=" + WINDOW.toSeconds() + "s");

    @Test
    void isToldToEveryDevice_onceAndForAll() throws Exception {
        Person alice = cluster.login("alice");
        Person laptop = cluster.login("alice", Platform.DESKTOP);
        Person bob = cluster.login("bob");
        SendReceipt sent = get(alice.client().send("bob", "not this"));

        get(alice.client().recall(sent.conversationId(), sent.seq()));
        get(laptop.client().recall(sent.conversationId(), sent.seq()));

        for (Person device : List.of(alice, laptop, bob)) {
            await().atMost(Person.LIMIT)
                    .until(() -> device.recalled().stream().anyMatch(told -> told.seq() == sent.seq()));
        }
        get(alice.client().send("bob", "after"));
        await().atMost(Person.LIMIT)
                .until(() -> bob.shownFrom(alice).stream().anyMatch(text -> text.endsWith("after")));
        assertThat(bob.recalled()).extracting(Recalled::seq).containsOnlyOnce(sent.seq());
        assertThat(bob.recalled()).extracting(Recalled::byUserId).containsOnly("alice");
    }

    @Test
    void isPulledEmpty_fromTheAnswerOn() throws Exception {
        Person alice = cluster.login("alice");
        Person bob = cluster.login("bob");
        for (int i = 0; i < 20; i++) {
            SendReceipt sent = get(alice.client().send("bob", "not this either"));

            get(alice.client().recall(sent.conversationId(), sent.seq()));

            assertThat(stored(bob, sent).getContent())
                    .isEqualTo(
                            Content.newBuilder().setType(ContentType.RECALLED).build());
        }
    }

    @Test
    void isEmpty_forWhoWasAway() throws Exception {
        Person alice = cluster.login("alice");
        SendReceipt sent = get(alice.client().send("carol", "before she comes"));
        get(alice.client().recall(sent.conversationId(), sent.seq()));

        Person carol = cluster.login("carol");

        await().atMost(Person.LIMIT).until(() -> carol.recalled().stream().anyMatch(told -> told.seq() == sent.seq()));
        assertThat(carol.shown())
                .filteredOn(message -> message.getSeq() == sent.seq())
                .extracting(Message::getContent)
                .containsExactly(
                        Content.newBuilder().setType(ContentType.RECALLED).build());
    }

    @Test
    void isRefused_toOthers_andTooLate() throws Exception {
        Person alice = cluster.login("alice");
        Person bob = cluster.login("bob");
        Person carol = cluster.login("carol");
        SendReceipt sent = get(alice.client().send("bob", "stays"));

        assertThat(refusal(bob.client().recall(sent.conversationId(), sent.seq())))
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(refusal(carol.client().recall(sent.conversationId(), sent.seq())))
                .isEqualTo(ErrorCode.NOT_A_MEMBER);
        assertThat(refusal(alice.client().recall(sent.conversationId(), sent.seq() + 1_000)))
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
        await().pollDelay(WINDOW.plusSeconds(1)).until(() -> true);
        assertThat(refusal(alice.client().recall(sent.conversationId(), sent.seq())))
                .isEqualTo(ErrorCode.TOO_LATE);
        assertThat(stored(bob, sent).getContent().getText()).isEqualTo("stays");
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
