package io.yizhan.server.archive.rocketmq;

import io.yizhan.embedded.SharedMiddleware;
import io.yizhan.server.config.RocketMqConfig;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.remoting.protocol.header.UpdateConsumerOffsetRequestHeader;

/** Settings for the RocketMQ of the tests. */
public final class TestRocketMq {
    private TestRocketMq() {}

    /** A topic and a group that no other test knows. */
    public static RocketMqConfig config(int queues) {
        return config("log-" + UUID.randomUUID(), queues);
    }

    /** Puts bytes into the topic that no worker has written. */
    public static void send(RocketMqConfig config, List<byte[]> records) throws Exception {
        DefaultMQProducer stranger = Clients.producer(config);
        stranger.start();
        try {
            for (byte[] record : records) {
                stranger.send(new Message(config.topic(), record));
            }
        } finally {
            ClientStop.begin(stranger::shutdown, Clients.PRODUCER_STOP);
        }
    }

    /** As an operator's resetOffsetByTime does: the group begins with the first record again. Nobody consumes. */
    public static void resetOffsets(RocketMqConfig config) throws Exception {
        DefaultMQProducer client = Clients.producer(config);
        client.start();
        try {
            BrokerLink link = new BrokerLink(client, config);
            for (BrokerLink.Broker broker : link.brokers()) {
                for (int queue = 0; queue < config.queues(); queue++) {
                    UpdateConsumerOffsetRequestHeader offset = new UpdateConsumerOffsetRequestHeader();
                    offset.setConsumerGroup(config.consumerGroup());
                    offset.setTopic(config.topic());
                    offset.setQueueId(queue);
                    offset.setCommitOffset(0L);
                    client.getDefaultMQProducerImpl()
                            .getMqClientFactory()
                            .getMQClientAPIImpl()
                            .updateConsumerOffset(broker.address(), offset, 5_000);
                }
            }
        } finally {
            ClientStop.begin(client::shutdown, Clients.PRODUCER_STOP);
        }
    }

    public static RocketMqConfig config(String topic, int queues) {
        return new RocketMqConfig(
                SharedMiddleware.rocketMq().nameServers(),
                topic,
                queues,
                "group-" + UUID.randomUUID(),
                Duration.ofSeconds(6));
    }
}
