package io.yizhan.server.archive.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.server.archive.ArchiveUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageQueue;
import org.junit.jupiter.api.Test;

class QueueWriterTest {
    private final Sends sends = new Sends(Duration.ofSeconds(10));
    private final QueueWriter writer = new QueueWriter(sends, new MessageQueue("topic", "broker", 3));

    private static List<Message> messages(String... bodies) {
        return Stream.of(bodies)
                .map(body -> new Message("topic", body.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    @Test
    void sendsAtOnce_whenNothingIsUnderWay() {
        CompletionStage<Void> stored = writer.append(messages("a", "b"));

        assertThat(sends.batches).containsExactly(List.of("a", "b"));
        sends.answer(0);
        assertThat(stored.toCompletableFuture()).isCompleted();
    }

    @Test
    void sendsWhatCameMeanwhile_asOneBatch_afterTheAnswer() {
        CompletionStage<Void> first = writer.append(messages("a"));
        CompletionStage<Void> second = writer.append(messages("b"));
        CompletionStage<Void> third = writer.append(messages("c"));
        assertThat(sends.batches).hasSize(1);

        sends.answer(0);

        assertThat(first.toCompletableFuture()).isCompleted();
        assertThat(second.toCompletableFuture()).isNotDone();
        assertThat(sends.batches).containsExactly(List.of("a"), List.of("b", "c"));
        sends.answer(1);
        assertThat(second.toCompletableFuture()).isCompleted();
        assertThat(third.toCompletableFuture()).isCompleted();
    }

    @Test
    void failsOnlyThatBatch_andGoesOn_whenASendFails() {
        CompletionStage<Void> first = writer.append(messages("a"));
        CompletionStage<Void> second = writer.append(messages("b"));

        sends.fail(0, new ArchiveUnavailableException("No answer"));

        assertThat(first.toCompletableFuture()).isCompletedExceptionally();
        sends.answer(1);
        assertThat(second.toCompletableFuture()).isCompleted();
    }

    @Test
    void splitsWhatIsLargerThanABatch_andIsStoredWhenAllOfItIs() {
        String large = "x".repeat(1_500_000);
        CompletionStage<Void> stored = writer.append(messages(large, large, "a"));

        assertThat(sends.batches.get(0)).hasSize(1);
        sends.answer(0);
        assertThat(stored.toCompletableFuture()).isNotDone();
        assertThat(sends.batches.get(1)).hasSize(2);
        sends.answer(1);
        assertThat(stored.toCompletableFuture()).isCompleted();
    }

    @Test
    void failsWhatWaitedTooLong_withoutSendingIt() {
        Sends impatient = new Sends(Duration.ofMillis(20));
        QueueWriter slow = new QueueWriter(impatient, new MessageQueue("topic", "broker", 0));
        CompletionStage<Void> first = slow.append(messages("a"));
        CompletionStage<Void> late = slow.append(messages("b"));
        await().pollDelay(Duration.ofMillis(50)).until(() -> true);

        impatient.answer(0);

        assertThat(first.toCompletableFuture()).isCompleted();
        assertThat(late.toCompletableFuture()).isCompletedExceptionally();
        assertThat(impatient.batches).hasSize(1);
        assertThat(slow.append(messages("c")).toCompletableFuture()).isNotDone();
        assertThat(impatient.batches).hasSize(2);
    }

    @Test
    void failsWhatWaits_whenClosed() {
        CompletionStage<Void> underWay = writer.append(messages("a"));
        CompletionStage<Void> waits = writer.append(messages("b"));

        writer.close();
        sends.answer(0);

        assertThat(underWay.toCompletableFuture()).isCompleted();
        assertThat(waits.toCompletableFuture()).isCompletedExceptionally();
        assertThat(writer.append(messages("c")).toCompletableFuture()).isCompletedExceptionally();
        assertThat(sends.batches).hasSize(1);
    }

    /** Keeps what is sent; the test answers. */
    private static final class Sends implements BatchSender {
        private final Duration timeout;
        private final List<List<String>> batches = new ArrayList<>();
        private final List<CompletableFuture<Void>> answers = new ArrayList<>();

        Sends(Duration timeout) {
            this.timeout = timeout;
        }

        @Override
        public CompletionStage<Void> send(List<Message> batch, MessageQueue queue) {
            batches.add(batch.stream()
                    .map(message -> new String(message.getBody(), StandardCharsets.UTF_8))
                    .toList());
            CompletableFuture<Void> answer = new CompletableFuture<>();
            answers.add(answer);
            return answer;
        }

        @Override
        public Duration timeout() {
            return timeout;
        }

        void answer(int batch) {
            answers.get(batch).complete(null);
        }

        void fail(int batch, Throwable failure) {
            answers.get(batch).completeExceptionally(failure);
        }
    }
}
