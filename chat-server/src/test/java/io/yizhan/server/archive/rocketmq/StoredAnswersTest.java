package io.yizhan.server.archive.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.yizhan.server.archive.ArchiveUnavailableException;
import io.yizhan.server.archive.LogRefusedException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.remoting.exception.RemotingTimeoutException;
import org.apache.rocketmq.remoting.protocol.ResponseCode;
import org.junit.jupiter.api.Test;

/** What a failure of the broker's, or of a part of a batch, says about what is stored. */
class StoredAnswersTest {
    private static final MessageQueue QUEUE = new MessageQueue("topic", "broker", 0);
    private static final LogRefusedException REFUSED = new LogRefusedException("no");
    private static final ArchiveUnavailableException UNKNOWN = new ArchiveUnavailableException("perhaps");

    private static CompletableFuture<Void> stored() {
        return CompletableFuture.completedFuture(null);
    }

    private static Throwable failure(Stream<CompletableFuture<Void>> parts) {
        List<CompletableFuture<Void>> all = parts.toList();
        return catchThrowableOfType(
                        ExecutionException.class,
                        () -> AllStored.of(all).toCompletableFuture().get())
                .getCause();
    }

    private static CompletableFuture<Void> failed(RuntimeException failure) {
        // as it arrives from a stage that stands before
        return stored().thenRun(() -> {
            throw failure;
        });
    }

    @Test
    void knowsThatNothingIsStored_onlyWhenTheBrokerIsBusy() {
        assertThat(ProducerSender.told(QUEUE, new MQBrokerException(ResponseCode.SYSTEM_BUSY, "busy")))
                .isInstanceOf(LogRefusedException.class);
        for (Throwable failure : List.of(
                new MQBrokerException(ResponseCode.FLUSH_DISK_TIMEOUT, "flush"),
                new MQBrokerException(ResponseCode.SYSTEM_ERROR, "error"),
                new RemotingTimeoutException("late"))) {
            assertThat(ProducerSender.told(QUEUE, failure)).isExactlyInstanceOf(ArchiveUnavailableException.class);
        }
    }

    @Test
    void isStored_whenAllPartsAre() {
        assertThat(AllStored.of(List.of(stored(), stored())).toCompletableFuture())
                .isCompleted();
        assertThat(AllStored.of(List.of()).toCompletableFuture()).isCompleted();
    }

    @Test
    void isRefused_onlyWhenAllPartsAre() {
        assertThat(failure(Stream.of(failed(REFUSED), CompletableFuture.failedFuture(REFUSED))))
                .isSameAs(REFUSED);
        assertThat(failure(Stream.of(failed(REFUSED), stored())))
                .isExactlyInstanceOf(ArchiveUnavailableException.class);
        assertThat(failure(Stream.of(failed(REFUSED), failed(UNKNOWN))))
                .isExactlyInstanceOf(ArchiveUnavailableException.class);
        assertThat(failure(Stream.of(failed(UNKNOWN), failed(REFUSED)))).isSameAs(UNKNOWN);
    }
}
