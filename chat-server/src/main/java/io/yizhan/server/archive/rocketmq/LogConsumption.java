package io.yizhan.server.archive.rocketmq;

import io.yizhan.lifecycle.Outage;
import io.yizhan.server.archive.ArchiveUnavailableException;
import io.yizhan.server.archive.DeadLetters;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.archive.LogRecordCodec;
import io.yizhan.server.archive.MessageLog;
import io.yizhan.server.archive.UnreadableRecordException;
import io.yizhan.server.config.RocketMqConfig;
import java.util.ArrayList;
import java.util.List;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeOrderlyContext;
import org.apache.rocketmq.client.consumer.listener.ConsumeOrderlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerOrderly;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.common.message.MessageExt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands the queue's records to a consumer, one batch of a queue after the other; on the client's threads. */
final class LogConsumption implements MessageListenerOrderly {
    private static final Logger log = LoggerFactory.getLogger(LogConsumption.class);

    private final MessageLog.Consumer consumer;
    private final DeadLetters deadLetters;
    /** One for all queues: they fail together. */
    private final Outage outage =
            new Outage(log, "Records are not written to the database; they wait in the log", System::nanoTime);

    LogConsumption(MessageLog.Consumer consumer, DeadLetters deadLetters) {
        this.consumer = consumer;
        this.deadLetters = deadLetters;
    }

    /** @return stops it; waits for the batches that are under way, for a moment */
    static AutoCloseable start(RocketMqConfig config, DeadLetters deadLetters, MessageLog.Consumer consumer) {
        DefaultMQPushConsumer client = Clients.consumer(config);
        client.setMessageListener(new LogConsumption(consumer, deadLetters));
        try {
            client.subscribe(config.topic(), "*");
            client.start();
        } catch (MQClientException e) {
            client.shutdown();
            throw new ArchiveUnavailableException("The message log cannot be read: " + config.topic(), e);
        }
        return () -> ClientStop.begin(client::shutdown, Clients.CONSUMER_STOP);
    }

    @Override
    public ConsumeOrderlyStatus consumeMessage(List<MessageExt> messages, ConsumeOrderlyContext context) {
        try {
            List<LogRecord> records = decode(messages);
            if (!records.isEmpty()) {
                consumer.accept(records);
            }
            outage.over();
            return ConsumeOrderlyStatus.SUCCESS;
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            if (e instanceof ArchiveUnavailableException) {
                outage.failed(e);
            } else {
                log.warn("A batch of {} was not consumed and comes again", context.getMessageQueue(), e);
            }
            return ConsumeOrderlyStatus.SUSPEND_CURRENT_QUEUE_A_MOMENT;
        }
    }

    private List<LogRecord> decode(List<MessageExt> messages) {
        List<LogRecord> records = new ArrayList<>(messages.size());
        for (MessageExt message : messages) {
            try {
                records.add(LogRecordCodec.decode(message.getBody()));
            } catch (UnreadableRecordException e) {
                deadLetters.keep(letter(message, e));
            }
        }
        return records;
    }

    private static DeadLetters.Letter letter(MessageExt message, UnreadableRecordException e) {
        String origin = message.getTopic() + "/" + message.getBrokerName() + "/" + message.getQueueId() + "/"
                + message.getQueueOffset();
        return new DeadLetters.Letter(
                origin, e.conversation(), e.seq(), String.valueOf(e.getMessage()), message.getBody());
    }
}
