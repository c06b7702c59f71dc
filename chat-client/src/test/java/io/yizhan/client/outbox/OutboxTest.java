package io.yizhan.client.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Error;
import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.SendRequest;
import chat.v2.SendResponse;
import chat.v2.Target;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import io.yizhan.client.connection.ChatException;
import io.yizhan.client.connection.Exchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order in which one device's sends go out, whatever the answers. */
class OutboxTest {
    private static final int PAUSE_MS = 1_000;

    private final MockTicker clock = Ticker.newMockTicker();
    private final EmbeddedChannel loop = EmbeddedChannel.builder().ticker(clock).build();
    private final Map<Long, CompletableFuture<SendReceipt>> receipts = new LinkedHashMap<>();
    private Worker worker = new Worker();
    private final Outbox outbox = new Outbox(
            loop.eventLoop(),
            () -> TimeUnit.NANOSECONDS.toMillis(clock.nanoTime()),
            new OutboxSettings(10, Duration.ofSeconds(60), Duration.ofMillis(500)),
            stored -> {},
            settled -> {});

    @BeforeEach
    void connect() {
        outbox.online(worker);
    }

    @Test
    void sendsAhead_whileNothingHasToBeRepeated() {
        send("bob", 1, 2, 3);
        assertThat(worker.asked).containsExactly(1L, 2L, 3L);

        worker.stores(2, 1);
        send("bob", 4);

        assertThat(worker.asked).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void sendsNothingBehindARefusedOne_untilAllThatIsOnItsWayIsAnswered_thenAllInOrder() {
        send("bob", 1, 2, 3);
        worker.refuses(1, ErrorCode.OVERLOADED);
        send("bob", 4);
        pass(500);
        assertThat(worker.asked).containsExactly(1L, 2L, 3L);

        worker.stores(2);
        worker.refuses(3, ErrorCode.UNAVAILABLE);
        pass(PAUSE_MS + 1);

        assertThat(worker.asked).containsExactly(1L, 2L, 3L, 1L, 3L, 4L);
        worker.stores(1, 3, 4);
        assertThat(receipts.values()).allMatch(CompletableFuture::isDone);
    }

    @Test
    void holdsUpNoOtherConversation() {
        send("bob", 1, 2);
        worker.refuses(1, ErrorCode.UNAVAILABLE);
        send("cid", 3);

        assertThat(worker.asked).containsExactly(1L, 2L, 3L);
    }

    @Test
    void waitsForTheOthers_whenOneIsNeverAnswered() {
        send("bob", 1, 2);
        worker.answers(1, new TimeoutException("No answer"));
        assertThat(worker.asked).containsExactly(1L, 2L);

        worker.stores(2);

        assertThat(worker.asked).containsExactly(1L, 2L, 1L);
    }

    @Test
    void sendsOneByOne_whatMayHaveLostItsNumberMeanwhile() {
        send("bob", 1, 2);
        pass(2_000);
        worker.refuses(1, ErrorCode.UNAVAILABLE);
        worker.refuses(2, ErrorCode.UNAVAILABLE);
        send("bob", 3, 4);
        pass(PAUSE_MS + 1);
        assertThat(worker.asked).containsExactly(1L, 2L, 1L);

        worker.stores(1);
        assertThat(worker.asked).containsExactly(1L, 2L, 1L, 2L);
        worker.stores(2);

        assertThat(worker.asked).containsExactly(1L, 2L, 1L, 2L, 3L, 4L);
    }

    @Test
    void goesOnInOrder_overAnotherConnection() {
        send("bob", 1, 2, 3);
        worker.stores(2);
        outbox.offline();
        send("bob", 4);
        worker = new Worker();

        outbox.online(worker);

        assertThat(worker.asked).containsExactly(1L, 3L, 4L);
    }

    @Test
    void isNotHeldUp_byOneThatWasGivenUp() {
        send("bob", 1, 2);
        worker.refuses(1, ErrorCode.UNAVAILABLE);
        pass(60_000);
        worker.refuses(2, ErrorCode.UNAVAILABLE);
        send("bob", 3);
        pass(PAUSE_MS + 1);

        assertThat(receipts.get(1L)).isCompletedExceptionally();
        assertThat(worker.asked).containsExactly(1L, 2L, 3L);
    }

    @Test
    void goesOn_afterOneThatWasRefusedForGood() {
        send("bob", 1, 2);
        worker.refuses(1, ErrorCode.OVERLOADED);
        worker.answers(
                2,
                new ChatException(Error.newBuilder().setCode(ErrorCode.BLOCKED).build()));
        pass(PAUSE_MS + 1);

        assertThat(worker.asked).containsExactly(1L, 2L, 1L);
        assertThat(receipts.get(2L)).isCompletedExceptionally();
    }

    private void send(String to, long... ids) {
        for (long id : ids) {
            CompletableFuture<SendReceipt> receipt = new CompletableFuture<>();
            receipts.put(id, receipt);
            outbox.add(
                    SendRequest.newBuilder()
                            .setTarget(Target.newBuilder().setUserId(to))
                            .setClientMsgId(id)
                            .build(),
                    receipt);
        }
    }

    private void pass(long millis) {
        clock.advanceMillis(millis);
        loop.runScheduledPendingTasks();
        loop.runPendingTasks();
    }

    /** Answers what and when the test says. */
    private static final class Worker implements Exchange {
        private final List<Long> asked = new ArrayList<>();
        private final Map<Long, CompletableFuture<Frame>> open = new LinkedHashMap<>();

        @Override
        public CompletableFuture<Frame> ask(Frame.Builder request) {
            long id = request.getSendRequest().getClientMsgId();
            CompletableFuture<Frame> answer = new CompletableFuture<>();
            asked.add(id);
            open.put(id, answer);
            return answer;
        }

        @Override
        public void tell(Frame.Builder frame) {
            throw new AssertionError("Nothing but sends is expected: " + frame);
        }

        void stores(long... ids) {
            for (long id : ids) {
                open.remove(id)
                        .complete(Frame.newBuilder()
                                .setSendResponse(SendResponse.newBuilder().setSeq(id))
                                .build());
            }
        }

        void refuses(long id, ErrorCode code) {
            answers(
                    id,
                    new ChatException(Error.newBuilder()
                            .setCode(code)
                            .setRetryAfterMs(PAUSE_MS)
                            .build()));
        }

        void answers(long id, Throwable error) {
            open.remove(id).completeExceptionally(error);
        }
    }
}
