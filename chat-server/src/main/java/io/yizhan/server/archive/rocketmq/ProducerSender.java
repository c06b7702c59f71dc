package io.yizhan.server.archive.rocketmq;

import io.yizhan.server.archive.ArchiveUnavailableException;
import io.yizhan.server.archive.LogRefusedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendCallback;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.remoting.protocol.RemotingSysResponseCode;
import org.jspecify.annotations.Nullable;

/**
 * Sends with the client. Only SEND_OK is a yes: the other answers tell of a replica or a disk that did not confirm.
 * Only SYSTEM_BUSY is a no.
 */
final class ProducerSender implements BatchSender {
    private final DefaultMQProducer producer;
    private final Duration timeout;

    ProducerSender(DefaultMQProducer producer, Duration timeout) {
        this.producer = producer;
        this.timeout = timeout;
    }

    @Override
    public Duration timeout() {
        return timeout;
    }

    @Override
    public CompletionStage<Void> send(List<Message> batch, MessageQueue queue) {
        CompletableFuture<Void> stored = new CompletableFuture<>();
        try {
            producer.send(batch, queue, new Answer(stored, queue), timeout.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stored.completeExceptionally(unknown(queue, e));
        } catch (Exception e) {
            stored.completeExceptionally(unknown(queue, e));
        }
        // The client looks at its time limits once a second only.
        return stored.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static ArchiveUnavailableException unknown(MessageQueue queue, @Nullable Throwable cause) {
        return new ArchiveUnavailableException("A batch may not be stored in " + name(queue), cause);
    }

    /** A busy broker turns a batch away before it looks at it; whatever else it answers may have been stored. */
    static ArchiveUnavailableException told(MessageQueue queue, Throwable failure) {
        return failure instanceof MQBrokerException answer
                        && answer.getResponseCode() == RemotingSysResponseCode.SYSTEM_BUSY
                ? new LogRefusedException("The broker is busy and did not store a batch in " + name(queue), failure)
                : unknown(queue, failure);
    }

    private static String name(MessageQueue queue) {
        return queue.getTopic() + "/" + queue.getBrokerName() + "/" + queue.getQueueId();
    }

    private record Answer(CompletableFuture<Void> stored, MessageQueue queue) implements SendCallback {
        @Override
        public void onSuccess(SendResult result) {
            if (result.getSendStatus() == SendStatus.SEND_OK) {
                stored.complete(null);
            } else {
                stored.completeExceptionally(new ArchiveUnavailableException(
                        "A batch may not be stored in " + name(queue) + ": " + result.getSendStatus()));
            }
        }

        @Override
        public void onException(Throwable failure) {
            stored.completeExceptionally(told(queue, failure));
        }
    }
}
