package io.yizhan.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.Message;
import chat.v2.RecallResponse;
import io.yizhan.client.connection.ChatException;
import io.yizhan.client.fake.FakeWorker;
import io.yizhan.client.outbox.SendOutcome;
import io.yizhan.client.store.FileLocalStore;
import io.yizhan.client.store.LocalStore;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that begins again on the store of an earlier one; and recalls. */
class RestartIT extends ClientFixture {
    @TempDir
    private Path directory;

    private LocalStore store;
    private ChatClient client;

    @BeforeEach
    void begin() throws Exception {
        store = FileLocalStore.open(directory);
        client = connected(config().store(store));
        await().atMost(LIMIT).until(() -> store.state().listed()); // only then is what begins later known to be later
    }

    @AfterEach
    void end() {
        clients.forEach(open -> open.shutdown().join());
        store.close();
    }

    private RecordingListener restart() throws Exception {
        end();
        RecordingListener next = new RecordingListener();
        store = FileLocalStore.open(directory);
        client = client(config().store(store), next);
        get(client.connect());
        return next;
    }

    private Message push(String text) {
        Message message = cluster.chat().add("alice", "bob", "phone", text);
        cluster.worker(0).push(message);
        return message;
    }

    @Test
    void sendsAgainUnderTheSameId_whatHadNoAnswer_andTellsHowItEnded() throws Exception {
        cluster.worker(0).script(frame -> frame.hasSendRequest() ? FakeWorker.SILENCE : null);
        CompletableFuture<?> open = client.send("alice", "one");
        CompletableFuture<?> next = client.send("alice", "two");
        await().atMost(LIMIT).until(() -> ids(cluster.worker(0)).size() == 2);
        List<Long> first = ids(cluster.worker(0));
        cluster.worker(0).script(frame -> null);

        RecordingListener again = restart();

        await().atMost(LIMIT).until(() -> again.earlierSends.size() == 2);
        assertThat(open).isCompletedExceptionally();
        assertThat(next).isCompletedExceptionally();
        assertThat(again.earlierSends)
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(SendOutcome.Stored.class))
                .extracting(outcome -> outcome.request().getContent().getText())
                .containsExactly("one", "two");
        assertThat(ids(cluster.worker(0))).endsWith(first.get(0), first.get(1));
        assertThat(cluster.chat().messages(CONVERSATION)).hasSize(2);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(store.state().outgoing()).isEmpty());
    }

    @Test
    void forgetsASend_thatWasAnsweredOrRefused() throws Exception {
        get(client.send("alice", "stored"));
        cluster.worker(0).script(frame -> frame.hasSendRequest() ? FakeWorker.error(ErrorCode.NO_SUCH_USER, 0) : null);
        assertThat(client.send("nobody", "refused"))
                .failsWithin(LIMIT)
                .withThrowableThat()
                .withCauseInstanceOf(ChatException.class);

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(store.state().outgoing()).isEmpty());
    }

    @Test
    void saysSo_whenAnEarlierSendIsRefusedForGood() throws Exception {
        cluster.worker(0).script(frame -> frame.hasSendRequest() ? FakeWorker.SILENCE : null);
        CompletableFuture<?> unused = client.send("alice", "one");
        await().atMost(LIMIT).until(() -> ids(cluster.worker(0)).size() == 1);
        cluster.worker(0).script(frame -> frame.hasSendRequest() ? FakeWorker.error(ErrorCode.NO_SUCH_USER, 0) : null);

        RecordingListener again = restart();

        await().atMost(LIMIT).until(() -> again.earlierSends.size() == 1);
        assertThat(again.earlierSends.get(0)).isInstanceOf(SendOutcome.Failed.class);
        assertThat(unused).isCompletedExceptionally();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(store.state().outgoing()).isEmpty());
    }

    @Test
    void beginsAtTheStart_ofAConversationThatBeganWhileItWasAway() throws Exception {
        end();
        Message first = cluster.chat().add("carol", "bob", "phone", "carol's first");
        cluster.chat().delivered(first.getConversationId(), first.getSeq()); // another device of bob's has it
        RecordingListener again = restart();

        await().atMost(LIMIT).until(() -> again.messages.size() == 1);
        assertThat(again.texts()).containsExactly("carol's first");
    }

    @Test
    void movesAMessage_thatComesAgainUnderALargerNumberAfterTheRestart() throws Exception {
        Message shown = push("shown");
        await().atMost(LIMIT).until(() -> listener.messages.size() == 1);
        RecordingListener again = restart();

        Message moved = shown.toBuilder().setSeq(2).build();
        cluster.chat().put(moved);
        cluster.worker(0).push(moved);
        push("next");

        await().atMost(LIMIT).until(() -> again.messages.size() == 1);
        assertThat(again.texts()).containsExactly("next");
        assertThat(again.moved).hasSize(1);
        assertThat(again.moved.get(0).oldSeq()).isEqualTo(1);
        assertThat(again.moved.get(0).newSeq()).isEqualTo(2);
    }

    @Test
    void showsNothingTwice_whenTheListenerThrows() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        end();
        store = FileLocalStore.open(directory);
        ChatListener failing = message -> {
            calls.incrementAndGet();
            throw new IllegalStateException("The application failed");
        };
        get(client(config().store(store), failing).connect());
        push("one");
        await().atMost(LIMIT).until(() -> calls.get() == 1);

        RecordingListener again = restart();
        push("two");
        await().atMost(LIMIT).until(() -> again.messages.size() == 1);
        assertThat(again.texts()).containsExactly("two");
    }

    @Test
    void tellsOfARecall_inThePlaceOfTheServersMessage() throws Exception {
        Message taken = push("taken back");
        Content notice = Content.newBuilder()
                .setType(ContentType.SYSTEM)
                .putProperties("event", "recalled")
                .putProperties("recalled_seq", Long.toString(taken.getSeq()))
                .putProperties("user_id", "alice")
                .build();
        Message told = cluster.chat().add("alice", "bob", "", "").toBuilder()
                .setContent(notice)
                .build();
        cluster.chat().put(told);
        cluster.worker(0).push(told);

        await().atMost(LIMIT).until(() -> listener.recalled.size() == 1);
        assertThat(listener.texts()).containsExactly("taken back");
        assertThat(listener.recalled.get(0)).isEqualTo(new Recalled(CONVERSATION, taken.getSeq(), "alice", told));
    }

    @Test
    void completesARecall_onlyOnTheServersAnswer() throws Exception {
        cluster.worker(0)
                .script(frame -> frame.hasRecallRequest()
                        ? Frame.newBuilder()
                                .setRecallResponse(RecallResponse.getDefaultInstance())
                                .build()
                        : null);
        get(client.recall(CONVERSATION, 1));
        cluster.worker(0).script(frame -> frame.hasRecallRequest() ? FakeWorker.error(ErrorCode.TOO_LATE, 0) : null);
        assertThat(client.recall(CONVERSATION, 1))
                .failsWithin(LIMIT)
                .withThrowableThat()
                .havingCause()
                .withMessageContaining("TOO_LATE");
    }
}
