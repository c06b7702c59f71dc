package io.yizhan.server.archive.rocketmq;

import io.yizhan.server.config.RocketMqConfig;
import io.yizhan.server.config.RocketMqUser;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.acl.common.AclClientRPCHook;
import org.apache.rocketmq.acl.common.SessionCredentials;
import org.apache.rocketmq.client.ClientConfig;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.remoting.RPCHook;
import org.jspecify.annotations.Nullable;

/** How the clients of RocketMQ are set up here; started and stopped elsewhere. */
final class Clients {
    private static final String PRODUCER_GROUP = "yizhan-log";
    private static final int SENDER_THREADS = 4;
    /** One batch for each queue at most; beyond that a send is refused at once. */
    private static final int SENDER_QUEUE = 1_024;

    private static final int CONSUME_BATCH = 64;
    private static final long SUSPEND_MS = 1_000;
    /** What a worker that dies has consumed since then comes again, and counts as waiting. */
    private static final int OFFSETS_TOLD_EVERY_MS = 1_000;
    /**
     * The client tells the broker of a new share of the queues by a heartbeat, drops it while another one is under way,
     * and is then refused every pull until the next; by default that would be 30 s.
     */
    private static final int HEARTBEAT_MS = 2_000;

    /**
     * Two threads of a producer look for messages to gather, twice in this time, though our batches are made before; by
     * default that would be 400 looks a second. A producer that stops waits for the next.
     */
    private static final int GATHERING_MS = 200;

    private static final long STOP_WAIT_MS = 2_000;
    /** The batches under way, their offsets, and the word to the broker. */
    static final Duration CONSUMER_STOP = Duration.ofMillis(STOP_WAIT_MS + 500);
    /** Nothing is under way when it is stopped, only the broker is told. */
    static final Duration PRODUCER_STOP = Duration.ofMillis(500);

    private Clients() {}

    static DefaultMQProducer producer(RocketMqConfig config) {
        DefaultMQProducer producer = new DefaultMQProducer(PRODUCER_GROUP, signer(config));
        settle(producer, config);
        producer.setSendMsgTimeout((int) config.sendTimeout().toMillis());
        // A record that is sent again by the client itself would pass those that were sent after it.
        producer.setRetryTimesWhenSendAsyncFailed(0);
        producer.setRetryTimesWhenSendFailed(0);
        producer.setSendMessageWithVIPChannel(false);
        producer.batchMaxDelayMs(GATHERING_MS);
        producer.setAsyncSenderExecutor(senders());
        return producer;
    }

    /** A send may wait here for a connection or a route; its caller does not. */
    private static ThreadPoolExecutor senders() {
        ThreadPoolExecutor senders = new ThreadPoolExecutor(
                SENDER_THREADS, SENDER_THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(SENDER_QUEUE), task -> {
                    Thread thread = new Thread(task, "log-sender");
                    thread.setDaemon(true);
                    return thread;
                });
        senders.allowCoreThreadTimeOut(true);
        return senders;
    }

    static DefaultMQPushConsumer consumer(RocketMqConfig config) {
        holdQueuesBriefly();
        DefaultMQPushConsumer consumer = new DefaultMQPushConsumer(config.consumerGroup(), signer(config));
        settle(consumer, config);
        // The default, from the end, would skip the backlog of a new group.
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.setConsumeMessageBatchMaxSize(CONSUME_BATCH);
        consumer.setPullBatchSize(CONSUME_BATCH);
        int threads = Math.min(4, config.queues());
        consumer.setConsumeThreadMin(threads);
        consumer.setConsumeThreadMax(threads);
        consumer.setSuspendCurrentQueueTimeMillis(SUSPEND_MS);
        consumer.setPersistConsumerOffsetInterval(OFFSETS_TOLD_EVERY_MS);
        consumer.setHeartbeatBrokerInterval(HEARTBEAT_MS);
        consumer.setAwaitTerminationMillisWhenShutdown(STOP_WAIT_MS);
        return consumer;
    }

    /**
     * A consumer renews its hold on its queues every so often, and lets go of what it could not renew; both far below
     * the broker's own limit (60 s unless set), after which a dead worker's queues go to another. It looks whether its
     * share is another one; by default every 20 s, and a broker that gives up a consumer that hangs tells the others
     * nothing. The client knows these only as system properties; what an operator has set stays.
     */
    private static void holdQueuesBriefly() {
        System.getProperties().putIfAbsent("rocketmq.client.rebalance.waitInterval", "5000");
        System.getProperties().putIfAbsent("rocketmq.client.rebalance.lockInterval", "3000");
        System.getProperties().putIfAbsent("rocketmq.client.rebalance.lockMaxLiveTime", "8000");
    }

    /** Signs every request of a client, whatever it is for; null, as the clients take it, for nobody. */
    private static @Nullable RPCHook signer(RocketMqConfig config) {
        if (config.user().isEmpty()) {
            return null;
        }
        RocketMqUser user = config.user().get();
        return new AclClientRPCHook(new SessionCredentials(user.accessKey(), user.secretKey()));
    }

    /** A name of its own for each client, so that several live in one process. */
    private static void settle(ClientConfig client, RocketMqConfig config) {
        client.setNamesrvAddr(config.nameServers());
        client.setInstanceName("yizhan-" + UUID.randomUUID());
        client.setVipChannelEnabled(false);
    }
}
