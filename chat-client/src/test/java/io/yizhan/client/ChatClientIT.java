package io.yizhan.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.GoAway;
import chat.v2.KickReason;
import chat.v2.Kicked;
import chat.v2.Receipt;
import chat.v2.SendRequest;
import io.yizhan.client.connection.ChatException;
import io.yizhan.client.connection.DialSettings;
import io.yizhan.client.connection.ReconnectPolicy;
import io.yizhan.client.fake.FakeCluster;
import io.yizhan.client.fake.FakeWorker;
import io.yizhan.client.gate.GateException;
import io.yizhan.client.outbox.OutboxSettings;
import io.yizhan.client.outbox.SendReceipt;
import io.yizhan.client.sync.BeginFrom;
import io.yizhan.client.sync.InboxLimits;
import io.yizhan.client.sync.MemoryPositionStore;
import io.yizhan.client.sync.SyncSettings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatClientIT {
    private static final String CONVERSATION = "d:alice:bob";
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final FakeCluster cluster = new FakeCluster(2);
    private final RecordingListener listener = new RecordingListener();
    private final List<ChatClient> clients = new ArrayList<>();

    @AfterEach
    void stop() {
        clients.forEach(ChatClient::close);
        cluster.close();
    }

    @Test
    void completesASend_onlyWhenTheServerStoredIt() throws Exception {
        ChatClient client = connected(config());
        SendReceipt receipt = get(client.send("alice", "hi"));
        assertThat(receipt.conversationId()).isEqualTo(CONVERSATION);
        assertThat(receipt.seq()).isEqualTo(1);
        assertThat(receipt.duplicate()).isFalse();

        cluster.worker(0).script(frame -> frame.hasSendRequest() ? FakeWorker.SILENCE : null);
        CompletableFuture<SendReceipt> open = client.send("alice", "nobody answers");
        await().until(() ->
                cluster.worker(0).received(Frame.BodyCase.SEND_REQUEST).size() == 2);
        assertThat(open).isNotDone();
    }

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
        MemoryPositionStore positions = new MemoryPositionStore();
        cluster.chat().add("alice", "bob", "phone", "one");
        ChatClient first = connected(config().positions(positions));
        await().atMost(LIMIT).until(() -> listener.messages.size() == 1);
        first.close();
        cluster.chat().add("alice", "bob", "phone", "two");

        RecordingListener second = new RecordingListener();
        ChatClient again = client(config().positions(positions), second);
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
        SyncSettings fromStart = new SyncSettings(InboxLimits.defaults(), BeginFrom.START, Duration.ofMillis(100));
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
        MemoryPositionStore positions = new MemoryPositionStore();
        positions.savePosition(CONVERSATION, 57);
        positions.savePosition("d:bob:carol", 9);
        cluster.chat().add("alice", "bob", "phone", "first of the new");
        connected(config().positions(positions));
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
    void isBackOnAnotherWorker_andSendsAgainUnderTheSameIds_whenItsWorkerDies() throws Exception {
        ChatClient client = connected(config());
        assertThat(client.node()).map(ConnectedNode::id).hasValue(0L);
        FakeWorker first = cluster.worker(0);
        first.script(frame -> {
            if (!frame.hasSendRequest()) {
                return null;
            }
            return FakeWorker.SILENCE;
        });
        List<CompletableFuture<SendReceipt>> sends = IntStream.rangeClosed(1, 20)
                .mapToObj(n -> client.send("alice", "m" + n))
                .toList();
        await().until(() -> first.received(Frame.BodyCase.SEND_REQUEST).size() == 20);
        first.stop();

        for (CompletableFuture<SendReceipt> send : sends) {
            get(send);
        }
        assertThat(cluster.chat().messages(CONVERSATION).stream()
                        .map(message -> message.getContent().getText()))
                .isEqualTo(IntStream.rangeClosed(1, 20).mapToObj(n -> "m" + n).toList());
        assertThat(ids(cluster.worker(1))).isEqualTo(ids(first)).isSorted();
        assertThat(listener.connected).extracting(ConnectedNode::id).containsExactly(0L, 1L);
        assertThat(listener.disconnected).hasSize(1);
        assertThat(listener.reconnecting).isNotEmpty();
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
    void triesAgain_whenTheServerIsUnavailable() throws Exception {
        ChatClient client = connected(config());
        AtomicInteger refusals = new AtomicInteger(3);
        cluster.worker(0)
                .script(frame -> frame.hasSendRequest() && refusals.getAndDecrement() > 0
                        ? FakeWorker.error(ErrorCode.UNAVAILABLE, 20)
                        : null);
        assertThat(get(client.send("alice", "hi")).seq()).isEqualTo(1);
        assertThat(ids(cluster.worker(0)))
                .hasSize(4)
                .containsOnly(ids(cluster.worker(0)).get(0));
    }

    @Test
    void sendsAgain_whenThereIsNoAnswer() throws Exception {
        ChatClient client =
                connected(config().dial(new DialSettings(Duration.ofSeconds(2), Duration.ofMillis(200), 1 << 20)));
        AtomicInteger silent = new AtomicInteger(2);
        cluster.worker(0)
                .script(frame -> frame.hasSendRequest() && silent.getAndDecrement() > 0 ? FakeWorker.SILENCE : null);
        get(client.send("alice", "hi"));
        assertThat(cluster.chat().messages(CONVERSATION)).hasSize(1);
        assertThat(ids(cluster.worker(0))).hasSize(3);
    }

    @Test
    void failsASend_whenTheServerRefusesItForGood() throws Exception {
        ChatClient client = connected(config());
        cluster.worker(0).script(frame -> frame.hasSendRequest() ? FakeWorker.error(ErrorCode.NO_SUCH_USER, 0) : null);
        assertThatThrownBy(() -> get(client.send("nobody", "hi")))
                .hasCauseInstanceOf(ChatException.class)
                .extracting(error -> ((ChatException) error.getCause()).code())
                .isEqualTo(ErrorCode.NO_SUCH_USER);
    }

    @Test
    void givesASendUp_afterItsLimit() throws Exception {
        OutboxSettings brief = new OutboxSettings(10, Duration.ofMillis(300), Duration.ofMillis(50));
        ChatClient client = connected(config().outbox(brief));
        cluster.worker(0).script(frame -> frame.hasSendRequest() ? FakeWorker.error(ErrorCode.OVERLOADED, 50) : null);
        assertThatThrownBy(() -> get(client.send("alice", "hi"))).hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void staysAway_afterItWasKicked() throws Exception {
        ChatClient client = connected(config());
        cluster.worker(0)
                .tell(Frame.newBuilder()
                        .setKicked(Kicked.newBuilder().setReason(KickReason.LOGIN_ELSEWHERE))
                        .build());
        await().atMost(LIMIT).until(() -> listener.disconnected.size() == 1);
        assertThat(listener.kicked).extracting(Kicked::getReason).containsExactly(KickReason.LOGIN_ELSEWHERE);
        assertThat(client.node()).isEmpty();
        await().during(Duration.ofMillis(400)).until(() -> listener.connected.size() == 1);
        assertThat(listener.reconnecting).isEmpty();
    }

    @Test
    void movesToAnotherWorker_whenItsWorkerDrains() throws Exception {
        ChatClient client = connected(config());
        cluster.worker(0)
                .tell(Frame.newBuilder()
                        .setGoAway(GoAway.newBuilder().setReconnectWithinMs(100))
                        .build());
        await().atMost(LIMIT).until(() -> client.node().map(ConnectedNode::id).equals(Optional.of(1L)));
        assertThat(get(client.send("alice", "hi")).seq()).isEqualTo(1);
    }

    @Test
    void noticesADeadWorker_thatKeepsTheConnectionOpen() throws Exception {
        cluster.worker(0).heartbeatMs(500);
        connected(config());
        cluster.worker(0).script(frame -> FakeWorker.SILENCE);
        await().atMost(LIMIT).until(() -> listener.connected.size() == 2);
        assertThat(listener.connected.get(1).id()).isEqualTo(1);
    }

    @Test
    void staysConnected_whileTheWorkerAnswersPings() throws Exception {
        cluster.worker(0).heartbeatMs(1_000);
        connected(config());
        await().atMost(LIMIT)
                .until(() -> cluster.worker(0).received(Frame.BodyCase.PING).size() >= 4);
        assertThat(listener.disconnected).isEmpty();
    }

    @Test
    void logsInAnew_whenTheTokenIsNoLongerGood() throws Exception {
        connected(config());
        cluster.gate().forgetTokens();
        cluster.worker(0).dropConnections();
        await().atMost(LIMIT).until(() -> listener.connected.size() == 2);
        assertThat(cluster.gate().calls("/login")).isEqualTo(2);
    }

    @Test
    void usesAWorkerItKnows_whenNoGateAnswers() throws Exception {
        connected(config());
        cluster.gate().stop();
        cluster.worker(0).dropConnections();
        await().atMost(LIMIT).until(() -> listener.connected.size() == 2);
    }

    @Test
    void takesTheNextGate_whenOneIsDown() throws Exception {
        ChatClient client = client(
                config().gates(URI.create("http://127.0.0.1:1"), cluster.gate().uri()), listener);
        get(client.connect());
        assertThat(client.node()).isPresent();
    }

    @Test
    void saysWhichGate_whenNoneAnswers() {
        ChatClient client = client(config().gates(URI.create("http://127.0.0.1:1")), listener);
        assertThatThrownBy(() -> get(client.connect()))
                .hasCauseInstanceOf(GateException.class)
                .hasMessageContaining("http://127.0.0.1:1");
    }

    @Test
    void failsToConnect_withTheGatesCode_whenThePasswordIsWrong() {
        ChatClient client = client(config().password("wrong-pass"), listener);
        assertThatThrownBy(() -> get(client.connect()))
                .extracting(error -> ((GateException) error.getCause()).code())
                .isEqualTo("BAD_CREDENTIALS");
    }

    @Test
    void refusesASecondLogin_byItself() throws Exception {
        ChatClient client = connected(config());
        assertThatThrownBy(() -> get(client.connect()))
                .extracting(error -> ((ChatException) error.getCause()).code())
                .isEqualTo(ErrorCode.ALREADY_LOGGED_IN);
    }

    @Test
    void takesAnotherWorker_whenTheFirstIsFull() throws Exception {
        cluster.worker(0).script(frame -> FakeWorker.error(ErrorCode.OVERLOADED, 10));
        ChatClient client = connected(config());
        assertThat(client.node()).map(ConnectedNode::id).hasValue(1L);
    }

    @Test
    void killsTheToken_atLogout_andMayConnectAgain() throws Exception {
        ChatClient client = connected(config());
        get(client.logout());
        assertThat(cluster.gate().isGood("token-1")).isFalse();
        await().atMost(LIMIT).until(() -> cluster.worker(0).sessions() == 0);
        get(client.connect());
        assertThat(client.node()).isPresent();
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

    @Test
    void failsOpenSends_whenItIsClosed() throws Exception {
        ChatClient client = connected(config());
        cluster.worker(0).script(frame -> FakeWorker.SILENCE);
        CompletableFuture<SendReceipt> open = client.send("alice", "hi");
        client.close();
        assertThatThrownBy(() -> get(open)).hasMessageContaining("closed");
        assertThatThrownBy(() -> get(client.send("alice", "later"))).hasMessageContaining("closed");
    }

    @Test
    void keepsTheOrderOfManySends() throws Exception {
        ChatClient client = connected(config());
        List<CompletableFuture<SendReceipt>> sends = IntStream.rangeClosed(1, 3_000)
                .mapToObj(n -> client.send("alice", "m" + n))
                .toList();
        for (int n = 0; n < sends.size(); n++) {
            assertThat(get(sends.get(n)).seq()).isEqualTo(n + 1);
        }
    }

    private ChatClientConfig.Builder config() {
        return ChatClientConfig.builder()
                .gates(cluster.gate().uri())
                .user("bob")
                .password("bob-pass")
                .device("console-1")
                .reconnect(new ReconnectPolicy(Duration.ofMillis(50), Duration.ofMillis(500), Duration.ofSeconds(60)));
    }

    private ChatClient connected(ChatClientConfig.Builder config) throws Exception {
        ChatClient client = client(config, listener);
        get(client.connect());
        return client;
    }

    private ChatClient client(ChatClientConfig.Builder config, ChatListener to) {
        ChatClient client = ChatClient.create(config.build(), to);
        clients.add(client);
        return client;
    }

    private static List<Long> ids(FakeWorker worker) {
        return worker.received(Frame.BodyCase.SEND_REQUEST).stream()
                .map(Frame::getSendRequest)
                .map(SendRequest::getClientMsgId)
                .toList();
    }

    private static <T> T get(CompletableFuture<T> future)
            throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
