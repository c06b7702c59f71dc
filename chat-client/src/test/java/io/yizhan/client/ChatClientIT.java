package io.yizhan.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.Frame;
import chat.v2.Receipt;
import io.yizhan.client.outbox.SendReceipt;
import io.yizhan.client.store.MemoryLocalStore;
import io.yizhan.client.store.Progress;
import io.yizhan.client.sync.BeginFrom;
import io.yizhan.client.sync.SyncSettings;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChatClientIT extends ClientFixture {
    @Test
    void showsWhatWaited_inOrder_andAcknowledgesIt() throws Exception {
        IntStream.rangeClosed(1, 500).forEach(n -> cluster.chat().add("alice", "bob", "phone", "m" + n));
        for (String other : List.of("carol", "dave", "erin")) {
            cluster.chat().add(other, "bob", "phone", "from " + other);
        }
        connected(config());
        await().atMost(LIMIT).until(() -> listener.messages.size() == 503);
        assertThat(listener.texts().stream()
                        .filter(text -> text.startsWith("m"))
                        .toList())
                .isEqualTo(IntStream.rangeClosed(1, 500).mapToObj(n -> "m" + n).toList());
        assertThat(listener.texts()).contains("from carol", "from dave", "from erin");
        assertThat(listener.threads).allMatch(name -> name.startsWith("chat-callbacks-bob"));
        await().atMost(LIMIT).until(() -> cluster.chat().delivered(CONVERSATION) == 500);
    }

    @Test
    void doesNotRepeatWhatItShowed_afterARestart() throws Exception {
        MemoryLocalStore store = new MemoryLocalStore();
        cluster.chat().add("alice", "bob", "phone", "one");
        ChatClient first = connected(config().store(store));
        await().atMost(LIMIT).until(() -> listener.messages.size() == 1);
        first.close();
        cluster.chat().add("alice", "bob", "phone", "two");

        RecordingListener second = new RecordingListener();
        ChatClient again = client(config().store(store), second);
        get(again.connect());
        await().atMost(LIMIT).until(() -> !second.messages.isEmpty());
        assertThat(second.texts()).containsExactly("two");
    }

    @Test
    void leavesOutWhatAnotherDeviceShowed_unlessToldToBeginAtTheStart() throws Exception {
        IntStream.rangeClosed(1, 5).forEach(n -> cluster.chat().add("alice", "bob", "phone", "m" + n));
        cluster.chat().delivered(CONVERSATION, 3);
        connected(config());
        await().atMost(LIMIT).until(() -> listener.messages.size() == 2);
        assertThat(listener.texts()).containsExactly("m4", "m5");

        RecordingListener all = new RecordingListener();
        SyncSettings fromStart = new SyncSettings(BeginFrom.START);
        get(client(config().device("other").sync(fromStart), all).connect());
        await().atMost(LIMIT).until(() -> all.messages.size() == 5);
    }

    @Test
    void showsWhatWaited_alsoWhenItSendsAtOnce() throws Exception {
        cluster.chat().add("alice", "bob", "phone", "waited");
        ChatClient client = client(config(), listener);
        CompletableFuture<SendReceipt> answer = client.send("alice", "answer");
        get(client.connect());
        assertThat(get(answer).seq()).isEqualTo(2);
        await().atMost(LIMIT).until(() -> !listener.messages.isEmpty());
        assertThat(listener.texts()).containsExactly("waited");
    }

    @Test
    void showsAClusterThatBeganAnew_fromItsFirstMessage() throws Exception {
        MemoryLocalStore store = new MemoryLocalStore();
        store.progress(Progress.to(CONVERSATION, 57));
        store.progress(Progress.to("d:bob:carol", 9));
        cluster.chat().add("alice", "bob", "phone", "first of the new");
        connected(config().store(store));
        await().atMost(LIMIT).until(() -> listener.messages.size() == 1);
        cluster.worker(0).push(cluster.chat().add("carol", "bob", "phone", "first of carol"));
        await().atMost(LIMIT).until(() -> listener.messages.size() == 2);
    }

    @Test
    void pullsTheGap_whenAPushIsLost() throws Exception {
        connected(config());
        cluster.chat().add("alice", "bob", "phone", "lost");
        cluster.worker(0).push(cluster.chat().add("alice", "bob", "phone", "next"));
        await().atMost(LIMIT).until(() -> listener.messages.size() == 2);
        assertThat(listener.texts()).containsExactly("lost", "next");
    }

    @Test
    void missesAndRepeatsNothing_whenTheConnectionBreaksOften() throws Exception {
        connected(config());
        for (int n = 1; n <= 60; n++) {
            var message = cluster.chat().add("alice", "bob", "phone", "m" + n);
            cluster.worker(0).push(message);
            cluster.worker(1).push(message);
            if (n % 15 == 0) {
                cluster.worker(0).dropConnections();
                cluster.worker(1).dropConnections();
                int expected = n / 15 + 1;
                await().atMost(LIMIT).until(() -> listener.connected.size() >= expected);
            }
        }
        await().atMost(LIMIT).until(() -> listener.messages.size() >= 60);
        assertThat(listener.texts())
                .isEqualTo(IntStream.rangeClosed(1, 60).mapToObj(n -> "m" + n).toList());
    }

    @Test
    void pagesBackThroughHistory() throws Exception {
        IntStream.rangeClosed(1, 25).forEach(n -> cluster.chat().add("alice", "bob", "phone", "m" + n));
        ChatClient client = connected(config());
        var newest = get(client.history(client.conversationWith("alice"), 0, 10));
        assertThat(newest.messages())
                .extracting(message -> message.getSeq())
                .startsWith(16L)
                .endsWith(25L);
        assertThat(newest.more()).isTrue();
        var older = get(client.history(CONVERSATION, 6, 10));
        assertThat(older.messages()).extracting(message -> message.getSeq()).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(older.more()).isFalse();
        assertThat(get(client.history(CONVERSATION, 1, 10)).messages()).isEmpty();
    }

    @Test
    void listsAllConversations_overSeveralPages() throws Exception {
        for (String other : List.of("alice", "carol", "dave", "erin", "frank")) {
            cluster.chat().add(other, "bob", "phone", "hi");
        }
        ChatClient client = connected(config());
        assertThat(get(client.conversations())).hasSize(5);
    }

    @Test
    void passesReceiptsOn_onlyWhenTheyAreNews() throws Exception {
        connected(config());
        Receipt receipt = Receipt.newBuilder()
                .setConversationId(CONVERSATION)
                .setUserId("alice")
                .setDeliveredSeq(3)
                .build();
        cluster.worker(0).tell(Frame.newBuilder().setReceipt(receipt).build());
        cluster.worker(0).tell(Frame.newBuilder().setReceipt(receipt).build());
        cluster.worker(0)
                .tell(Frame.newBuilder()
                        .setReceipt(receipt.toBuilder().setReadSeq(4))
                        .build());
        await().atMost(LIMIT).until(() -> listener.receipts.size() >= 2);
        assertThat(listener.receipts).extracting(Receipt::getDeliveredSeq).containsExactly(3L, 4L);
    }
}
