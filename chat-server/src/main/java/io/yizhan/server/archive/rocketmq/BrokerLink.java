package io.yizhan.server.archive.rocketmq;

import io.yizhan.lifecycle.CredentialsRefusedException;
import io.yizhan.server.archive.ArchiveUnavailableException;
import io.yizhan.server.config.RocketMqConfig;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.rocketmq.client.consumer.PullResult;
import org.apache.rocketmq.client.consumer.PullStatus;
import org.apache.rocketmq.client.impl.CommunicationMode;
import org.apache.rocketmq.client.impl.MQClientAPIImpl;
import org.apache.rocketmq.client.impl.consumer.PullResultExt;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageDecoder;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.common.sysflag.PullSysFlag;
import org.apache.rocketmq.remoting.protocol.admin.OffsetWrapper;
import org.apache.rocketmq.remoting.protocol.header.PullMessageRequestHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the brokers of the log's topic tell about themselves. Calls block for a few seconds at most and fail with
 * {@link ArchiveUnavailableException}.
 */
final class BrokerLink {
    private static final Logger log = LoggerFactory.getLogger(BrokerLink.class);
    private static final long LIMIT_MS = 3_000;

    private final DefaultMQProducer producer;
    private final RocketMqConfig config;

    /** @param copies how many brokers hold what this one holds, itself included */
    record Broker(String name, String address, int copies) {}

    /** @param producer started; its connections are used */
    BrokerLink(DefaultMQProducer producer, RocketMqConfig config) {
        this.producer = producer;
        this.config = config;
    }

    private MQClientAPIImpl api() {
        return producer.getDefaultMQProducerImpl().getMqClientFactory().getMQClientAPIImpl();
    }

    List<Broker> brokers() {
        return ask(
                "which brokers hold " + config.topic(),
                () -> api().getTopicRouteInfoFromNameServer(config.topic(), LIMIT_MS).getBrokerDatas().stream()
                        .map(data -> new Broker(
                                data.getBrokerName(),
                                data.selectBrokerAddr(),
                                data.getBrokerAddrs().size()))
                        .toList());
    }

    /**
     * Asks each broker what a worker asks all the time, and whether it would store something of this user. One that
     * does not answer says neither yes nor no.
     *
     * @throws CredentialsRefusedException if one says no to the user
     */
    void requireAccess() {
        for (Broker broker : brokers()) {
            requireNoRefusal(broker, () -> offsets(broker));
            requireNoRefusal(broker, () -> storeNowhere(broker));
        }
    }

    private static void requireNoRefusal(Broker broker, Runnable question) {
        try {
            question.run();
        } catch (ArchiveUnavailableException e) {
            Refusals.in(e).ifPresent(words -> {
                throw new CredentialsRefusedException(words, e);
            });
            log.debug("A broker does not say whom it takes: {}", broker.name(), e);
        }
    }

    /** For a queue that no topic has: a broker looks at the user's rights first, then refuses the queue. */
    private void storeNowhere(Broker broker) {
        Message nothing = new Message(config.topic(), new byte[1]);
        MessageQueue nowhere = new MessageQueue(config.topic(), broker.name(), Integer.MAX_VALUE);
        ask("whether it stores records: " + broker.name(), () -> producer.send(nothing, nowhere, LIMIT_MS));
    }

    Properties settings(Broker broker) {
        return ask("how it is set: " + broker.name(), () -> api().getBrokerConfig(broker.address(), LIMIT_MS));
    }

    /** How far the persister's group is in each queue of the broker. */
    Map<MessageQueue, OffsetWrapper> offsets(Broker broker) {
        return ask(
                "what is consumed: " + broker.name(),
                () -> api().getConsumeStats(broker.address(), config.consumerGroup(), config.topic(), LIMIT_MS)
                        .getOffsetTable());
    }

    /** When the record at the offset, or the first that is kept, was stored, in epoch milliseconds; 0 if none is. */
    long storedAt(Broker broker, MessageQueue queue, long offset) {
        return ask("when a record was stored: " + queue, () -> {
            PullResult found = pull(broker, queue, offset);
            if (found.getPullStatus() == PullStatus.OFFSET_ILLEGAL) {
                found = pull(broker, queue, found.getNextBeginOffset());
            }
            if (found.getPullStatus() != PullStatus.FOUND) {
                return 0L;
            }
            byte[] bytes = ((PullResultExt) found).getMessageBinary();
            List<MessageExt> records = MessageDecoder.decodes(java.nio.ByteBuffer.wrap(bytes), false);
            return records.isEmpty() ? 0L : records.get(0).getStoreTimestamp();
        });
    }

    private PullResult pull(Broker broker, MessageQueue queue, long offset) throws Exception {
        PullMessageRequestHeader header = new PullMessageRequestHeader();
        header.setConsumerGroup(config.consumerGroup());
        header.setTopic(queue.getTopic());
        header.setQueueId(queue.getQueueId());
        header.setQueueOffset(offset);
        header.setMaxMsgNums(1);
        header.setSysFlag(PullSysFlag.buildSysFlag(false, false, true, false));
        header.setCommitOffset(0L);
        header.setSuspendTimeoutMillis(0L);
        header.setSubscription("*");
        header.setSubVersion(0L);
        return api().pullMessage(broker.address(), header, LIMIT_MS, CommunicationMode.SYNC, null);
    }

    private static <T> T ask(String what, Callable<T> question) {
        try {
            return question.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ArchiveUnavailableException("Interrupted while RocketMQ was to say " + what, e);
        } catch (Exception e) {
            throw new ArchiveUnavailableException("RocketMQ did not say " + what, e);
        }
    }
}
