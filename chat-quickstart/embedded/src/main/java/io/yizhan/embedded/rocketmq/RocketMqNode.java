package io.yizhan.embedded.rocketmq;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.rocketmq.broker.BrokerController;
import org.apache.rocketmq.broker.topic.TopicConfigManager;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.common.TopicConfig;
import org.apache.rocketmq.common.constant.PermName;
import org.apache.rocketmq.common.topic.TopicValidator;
import org.apache.rocketmq.namesrv.NamesrvController;
import org.apache.rocketmq.remoting.exception.RemotingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Name server and broker of one child JVM. */
final class RocketMqNode {

    private static final Logger log = LoggerFactory.getLogger(RocketMqNode.class);

    private static final Duration REGISTER_LIMIT = Duration.ofSeconds(30);
    private static final long REGISTER_PAUSE_MILLIS = 50;
    private static final long ASK_MILLIS = 3_000;
    private static final long STORE_WAIT_MILLIS = 300;

    private final NamesrvController nameServer;
    private final BrokerController broker;
    private final String nameServerAddress;
    private final List<TopicConfig> topics;

    RocketMqNode(RocketMqSettings settings, List<TopicConfig> topics) {
        this.nameServer = new NamesrvController(settings.nameServer(), settings.nameServerNetwork(), settings.client());
        this.broker = new BrokerController(
                settings.broker(), settings.brokerNetwork(), settings.client(), settings.store(), settings.users());
        this.nameServerAddress = settings.nameServerAddress();
        this.topics = topics;
    }

    /** Returns when the name server knows the way to every topic. */
    void start() throws Exception {
        if (!nameServer.initialize() || !broker.initialize()) {
            throw new IllegalStateException("RocketMQ does not take its settings or data, see above");
        }
        makeTopics();
        nameServer.start();
        // By itself it looks for itself at the machine's outer address, where nobody listens.
        nameServer.getRemotingClient().updateNameServerAddressList(List.of(nameServerAddress));
        broker.start();
        register();
    }

    private void makeTopics() {
        TopicConfigManager manager = broker.getTopicConfigManager();
        // A client's createTopic() asks for the brokers of this topic. That topics are not made by sending stays true.
        TopicConfig key = new TopicConfig(TopicValidator.AUTO_CREATE_TOPIC_KEY_TOPIC, 1, 1);
        key.setPerm(PermName.PERM_INHERIT | PermName.PERM_READ | PermName.PERM_WRITE);
        manager.putTopicConfig(key);
        for (TopicConfig topic : topics) {
            TopicConfig existing = manager.selectTopicConfig(topic.getTopicName());
            if (existing == null) {
                manager.updateTopicConfig(topic);
            } else if (existing.getWriteQueueNums() != topic.getWriteQueueNums()) {
                // Messages of one key would go to another queue while older ones still wait in theirs.
                throw new IllegalStateException("topic " + topic.getTopicName() + " keeps its number of queues: "
                        + existing.getWriteQueueNums() + ", wanted " + topic.getWriteQueueNums());
            }
        }
    }

    /** The broker's own first registration is lost while the name server still starts; its next would be 10 s later. */
    private void register() throws InterruptedException {
        long deadline = System.nanoTime() + REGISTER_LIMIT.toNanos();
        while (!answers()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("name server or broker do not answer for their topics: " + topics);
            }
            broker.registerBrokerAll(true, false, true);
            Thread.sleep(REGISTER_PAUSE_MILLIS);
        }
    }

    /** Asked through the network as clients do: the first request is by far the slowest, and should not be theirs. */
    private boolean answers() throws InterruptedException {
        try {
            for (String topic : allTopics()) {
                broker.getBrokerOuterAPI().getTopicRouteInfoFromNameServer(topic, ASK_MILLIS);
                broker.getBrokerOuterAPI().getMaxOffset(broker.getBrokerAddr(), topic, 0, false, false);
            }
            return true;
        } catch (RemotingException | MQBrokerException e) {
            log.info("not yet: {}", e.getMessage());
            return false;
        }
    }

    private List<String> allTopics() {
        return Stream.concat(
                        Stream.of(TopicValidator.AUTO_CREATE_TOPIC_KEY_TOPIC),
                        topics.stream().map(TopicConfig::getTopicName))
                .toList();
    }

    /** Writes everything down and takes no message any more; the network is left to the end of the JVM. */
    void stop() {
        broker.getConsumerOffsetManager().persist();
        broker.getTopicConfigManager().persist();
        broker.getSubscriptionGroupManager().persist();
        cutTheWait(Thread.currentThread());
        broker.getMessageStore().shutdown();
    }

    /** The store first refuses new messages, then sleeps three seconds for those under way, which take milliseconds. */
    private static void cutTheWait(Thread stopping) {
        CompletableFuture.delayedExecutor(STORE_WAIT_MILLIS, TimeUnit.MILLISECONDS)
                .execute(stopping::interrupt);
    }
}
