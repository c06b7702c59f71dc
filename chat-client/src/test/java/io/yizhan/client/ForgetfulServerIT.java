package io.yizhan.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.Frame;
import chat.v2.Head;
import chat.v2.Message;
import chat.v2.Position;
import chat.v2.Receipt;
import chat.v2.SyncResponse;
import io.yizhan.client.store.FileLocalStore;
import io.yizhan.client.store.LocalStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was shown is not shown again, though the server has forgotten that it was ever said. */
class ForgetfulServerIT extends ClientFixture {
    @TempDir
    private Path directory;

    private LocalStore store;

    @BeforeEach
    void showsThree() throws Exception {
        store = FileLocalStore.open(directory);
        connected(config().store(store));
        IntStream.rangeClosed(1, 3).forEach(this::push);
        await().atMost(LIMIT).until(() -> listener.messages.size() == 3);
        await().atMost(LIMIT).until(() -> cluster.chat().delivered(CONVERSATION) == 3);
    }

    @AfterEach
    void end() {
        clients.forEach(open -> open.shutdown().join());
        store.close();
    }

    private void push(int number) {
        Message message = cluster.chat().add("alice", "bob", "phone", "m" + number);
        cluster.worker(0).push(message);
        cluster.worker(1).push(message);
    }

    private void logsInAnew() {
        int before = listener.connected.size();
        cluster.gate().forgetTokens();
        cluster.worker(0).dropConnections();
        cluster.worker(1).dropConnections();
        await().atMost(LIMIT).until(() -> listener.connected.size() > before && syncs() > before);
    }

    private int syncs() {
        return IntStream.of(0, 1)
                .map(worker -> cluster.worker(worker)
                        .received(Frame.BodyCase.SYNC_REQUEST)
                        .size())
                .sum();
    }

    private List<Long> acknowledged() {
        return IntStream.of(0, 1)
                .mapToObj(cluster::worker)
                .flatMap(worker -> worker.received(Frame.BodyCase.DELIVERY_ACK).stream())
                .flatMap(frame -> frame.getDeliveryAck().getPositionsList().stream())
                .map(Position::getSeq)
                .toList();
    }

    /** The head that the server still knows; 0: it does not list the conversation. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2})
    void showsOnlyWhatIsNew_afterAnotherLogin(long head) {
        cluster.chat().forgetHead(CONVERSATION, head);
        logsInAnew();

        push(4);

        await().atMost(LIMIT).until(() -> listener.texts().contains("m4"));
        assertThat(listener.texts()).containsExactly("m1", "m2", "m3", "m4");
        await().atMost(LIMIT).until(() -> acknowledged().contains(4L));
    }

    @Test
    void showsOnlyWhatIsNew_afterARestart() throws Exception {
        cluster.chat().forgetHead(CONVERSATION, 0);
        end();
        RecordingListener again = new RecordingListener();
        store = FileLocalStore.open(directory);
        get(client(config().store(store), again).connect());

        push(4);

        await().atMost(LIMIT).until(() -> !again.messages.isEmpty());
        assertThat(again.texts()).containsExactly("m4");
    }

    @Test
    void showsNothing_whenWhatItHasShownIsPushedAgain() {
        Message last = cluster.chat().messages(CONVERSATION).get(2);
        cluster.chat().forgetHead(CONVERSATION, 1);
        logsInAnew();

        cluster.worker(0).push(last);
        cluster.worker(1).push(last);

        await().during(Duration.ofMillis(700)).atMost(LIMIT).until(() -> listener.messages.size() == 3);
    }

    @Test
    void tellsNoPositionThatIsBehindOneItTold() {
        int before = listener.receipts.size(); // alice has what she wrote
        tellsHeadsWhoseOtherSideHas(13);
        logsInAnew();
        await().atMost(LIMIT).until(() -> listener.receipts.size() > before);

        tellsHeadsWhoseOtherSideHas(12);
        logsInAnew();
        Receipt first = listener.receipts.get(before);
        Receipt late = first.toBuilder().setDeliveredSeq(11).build();
        Receipt news = first.toBuilder().setDeliveredSeq(14).build();
        for (Receipt receipt : List.of(late, news)) {
            Frame frame = Frame.newBuilder().setReceipt(receipt).build();
            cluster.worker(0).tell(frame);
            cluster.worker(1).tell(frame);
        }

        await().atMost(LIMIT).until(() -> listener.receipts.contains(news));
        assertThat(listener.receipts.subList(before, listener.receipts.size()))
                .extracting(Receipt::getDeliveredSeq)
                .containsExactly(13L, 14L);
    }

    private void tellsHeadsWhoseOtherSideHas(long delivered) {
        Frame heads = Frame.newBuilder()
                .setSyncResponse(SyncResponse.newBuilder()
                        .addHeads(Head.newBuilder()
                                .setConversationId(CONVERSATION)
                                .setHeadSeq(3)
                                .setPeerDeliveredSeq(delivered)))
                .build();
        for (int worker = 0; worker < 2; worker++) {
            cluster.worker(worker).script(frame -> frame.hasSyncRequest() ? heads : null);
        }
    }

    @Test
    void showsAClusterThatBeganAnew_alsoWhatWaitsThere() {
        cluster.chat().wipe();
        cluster.chat().add("alice", "bob", "phone", "first of the new");
        logsInAnew();
        await().atMost(LIMIT).until(() -> listener.texts().contains("first of the new"));

        push(2);

        await().atMost(LIMIT).until(() -> listener.messages.size() == 5);
        assertThat(listener.texts()).containsExactly("m1", "m2", "m3", "first of the new", "m2");
        assertThat(store.state().progress().get(CONVERSATION).position()).isLessThan(3);
    }
}
