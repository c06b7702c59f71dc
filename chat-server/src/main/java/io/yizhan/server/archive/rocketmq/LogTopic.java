package io.yizhan.server.archive.rocketmq;

import io.yizhan.server.archive.ArchiveUnavailableException;
import io.yizhan.server.config.RocketMqConfig;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.common.topic.TopicValidator;
import org.apache.rocketmq.remoting.protocol.ResponseCode;

/** The topic of the log and its queues, of which there must always be the same number. */
final class LogTopic {
    private static final Duration APPEARS_WITHIN = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final DefaultMQProducer producer;
    private final RocketMqConfig config;

    LogTopic(DefaultMQProducer producer, RocketMqConfig config) {
        this.producer = producer;
        this.config = config;
    }

    /**
     * The queues in their fixed order; makes the topic if there is none and one broker to make it on. Blocks.
     *
     * @throws ArchiveUnavailableException if no name server answers, or the topic has another number of queues
     */
    List<MessageQueue> queues() {
        List<MessageQueue> queues = find(config.topic());
        if (queues.isEmpty()) {
            create();
            queues = await();
        }
        if (queues.size() != config.queues()) {
            throw new ArchiveUnavailableException("The topic " + config.topic() + " has not " + config.queues()
                    + " queues, as rocketmq.queues says; it has or had brokers away: " + queues.size());
        }
        return queues.stream().sorted().toList();
    }

    /** Every broker has the self-test topic, whatever it allows to be made by itself. */
    private void create() {
        Set<String> brokers = new HashSet<>();
        find(TopicValidator.RMQ_SYS_SELF_TEST_TOPIC).forEach(queue -> brokers.add(queue.getBrokerName()));
        if (brokers.size() != 1) {
            throw new ArchiveUnavailableException("No topic " + config.topic() + ", and not one broker to make it on: "
                    + brokers + "; make it with: " + command());
        }
        try {
            producer.createTopic(TopicValidator.RMQ_SYS_SELF_TEST_TOPIC, config.topic(), config.queues(), Map.of());
        } catch (MQClientException e) {
            throw new ArchiveUnavailableException(
                    "The topic " + config.topic() + " could not be made; make it with: " + command(), e);
        }
    }

    private String command() {
        return "mqadmin updateTopic -n '" + config.nameServers() + "' -b <broker>:10911 -t " + config.topic() + " -r "
                + config.queues() + " -w " + config.queues();
    }

    /** A broker tells the name servers a moment later. */
    private List<MessageQueue> await() {
        long deadline = System.nanoTime() + APPEARS_WITHIN.toNanos();
        List<MessageQueue> queues = find(config.topic());
        while (queues.size() != config.queues() && System.nanoTime() < deadline) {
            try {
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ArchiveUnavailableException("Interrupted while waiting for a topic: " + config.topic(), e);
            }
            queues = find(config.topic());
        }
        return queues;
    }

    private List<MessageQueue> find(String topic) {
        try {
            return producer.fetchPublishMessageQueues(topic);
        } catch (MQClientException e) {
            if (isUnknown(e)) {
                return List.of();
            }
            throw new ArchiveUnavailableException("No name server of RocketMQ answers: " + config.nameServers(), e);
        }
    }

    private static boolean isUnknown(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MQClientException known && known.getResponseCode() == ResponseCode.TOPIC_NOT_EXIST) {
                return true;
            }
        }
        return false;
    }
}
