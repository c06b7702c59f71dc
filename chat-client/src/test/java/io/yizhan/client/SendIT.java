package io.yizhan.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.v2.ErrorCode;
import chat.v2.Frame;
import io.yizhan.client.connection.ChatException;
import io.yizhan.client.connection.DialSettings;
import io.yizhan.client.fake.FakeWorker;
import io.yizhan.client.outbox.OutboxSettings;
import io.yizhan.client.outbox.SendReceipt;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sending, over refusals, silence and lost workers. */
class SendIT extends ClientFixture {
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
}
