package io.yizhan.server.archive.rocketmq;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageQueue;

/** Sends one batch to one queue. Whatever is not a clear yes within the time fails, and says nothing. */
interface BatchSender {
    /** Never blocks or throws; completes on a thread of the client, within {@link #timeout()}. */
    CompletionStage<Void> send(List<Message> batch, MessageQueue queue);

    Duration timeout();
}
