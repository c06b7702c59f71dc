package io.yizhan.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.client.consumer.DefaultLitePullConsumer;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRocketMqIT {

    /** Generous: the machine may be busy with other tests. */
    private static final int CLIENT_MILLIS = 15_000;

    private static final Map<String, Integer> TOPICS = Map.of("chat", 3);

    @TempDir
    private Path dir;

    @Test
    void sendsAndReceivesOnLoopbackOnly_whenStarted() throws Exception {
        try (EmbeddedRocketMq mq = EmbeddedRocketMq.start(dir, 0, 0, TOPICS)) {
            assertThat(send(mq, "chat", "你好").getSendStatus()).isEqualTo(SendStatus.SEND_OK);
            assertThat(receive(mq, "chat")).isEqualTo("你好");
            // Name server, broker and the broker's second port; above all not the one for replicas.
            assertThat(Listeners.of(mq.pid())).hasSize(3);
            assertThat(Listeners.outsideLoopback(mq.pid())).isEmpty();
        }
    }

    @Test
    void hasTheQueuesThatWereAskedFor_atTheStartAndByAClient() throws Exception {
        try (EmbeddedRocketMq mq = EmbeddedRocketMq.start(dir, 0, 0, TOPICS)) {
            DefaultMQProducer producer = producer(mq);
            try {
                assertThat(producer.fetchPublishMessageQueues("chat")).hasSize(3);
                producer.createTopic("TBW102", "later", 5, Map.of());
                Awaitility.await()
                        .ignoreExceptions()
                        .untilAsserted(() -> assertThat(producer.fetchPublishMessageQueues("later"))
                                .hasSize(5));
            } finally {
                producer.shutdown();
            }
        }
    }

    @Test
    void refusesTheSend_whenTheTopicWasNeverMade() {
        try (EmbeddedRocketMq mq = EmbeddedRocketMq.start(dir, 0, 0)) {
            assertThatThrownBy(() -> send(mq, "unknown", "lost")).hasStackTraceContaining("topic[unknown] not exist");
        }
    }

    @Test
    void keepsItsMessages_whenStoppedAndStartedAgain() throws Exception {
        int nameServerPort;
        int port;
        try (EmbeddedRocketMq mq = EmbeddedRocketMq.start(dir, 0, 0, TOPICS)) {
            nameServerPort = mq.nameServerPort();
            port = mq.port();
            send(mq, "chat", "你好");
        }
        assertThat(dir.resolve("store/abort")).as("stopped in order").doesNotExist();
        try (EmbeddedRocketMq again = EmbeddedRocketMq.start(dir, nameServerPort, port, TOPICS)) {
            assertThat(receive(again, "chat")).isEqualTo("你好");
        }
    }

    @Test
    void goesOnWithItsMessages_whenKilledAndStartedAgain() throws Exception {
        EmbeddedRocketMq killed = EmbeddedRocketMq.start(dir, 0, 0, TOPICS);
        send(killed, "chat", "hello");
        killed.kill();
        assertThat(killed.isAlive()).isFalse();

        try (EmbeddedRocketMq again = EmbeddedRocketMq.start(dir, killed.nameServerPort(), killed.port(), TOPICS)) {
            assertThat(receive(again, "chat")).isEqualTo("hello");
        }
    }

    @Test
    void keepsPortsAndMessages_whenRestarted() throws Exception {
        try (EmbeddedRocketMq rocketmq = EmbeddedRocketMq.start(dir, 0, 0, TOPICS)) {
            send(rocketmq, "chat", "hello");
            String nameServers = rocketmq.nameServers();
            int broker = rocketmq.port();
            long first = rocketmq.pid();

            rocketmq.restart();

            assertThat(rocketmq.pid()).isNotEqualTo(first);
            assertThat(rocketmq.nameServers()).isEqualTo(nameServers);
            assertThat(rocketmq.port()).isEqualTo(broker);
            assertThat(receive(rocketmq, "chat")).isEqualTo("hello");
        }
    }

    @Test
    void refusesToStart_whenATopicWouldChangeItsQueues() {
        EmbeddedRocketMq.start(dir, 0, 0, TOPICS).close();
        assertThatThrownBy(() -> EmbeddedRocketMq.start(dir, 0, 0, Map.of("chat", 4)))
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageContaining("topic chat keeps its number of queues: 3, wanted 4");
    }

    @Test
    void leavesNoProcess_whenClosedTwice() {
        EmbeddedRocketMq mq = EmbeddedRocketMq.start(dir, 0, 0);
        long started = System.nanoTime();
        mq.close();
        mq.close();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
        assertThat(ProcessHandle.of(mq.pid()).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(List.of(mq.port(), mq.port() - 2, mq.nameServerPort())).allMatch(LoopbackPorts::isFree);
    }

    @Test
    void namesThePort_whenItIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> EmbeddedRocketMq.start(dir, port, 0))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessage("RocketMQ name server cannot listen: port " + port + " is taken");
            assertThatThrownBy(() -> EmbeddedRocketMq.start(dir, 0, port + 2))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessage("RocketMQ broker cannot listen: port " + port + " is taken");
        }
    }

    private static DefaultMQProducer producer(EmbeddedRocketMq mq) throws MQClientException {
        DefaultMQProducer producer = new DefaultMQProducer("test-" + mq.pid());
        producer.setNamesrvAddr(mq.nameServers());
        producer.setMqClientApiTimeout(CLIENT_MILLIS);
        producer.setSendMsgTimeout(CLIENT_MILLIS);
        producer.setInstanceName("producer-" + mq.pid());
        producer.start();
        return producer;
    }

    private static SendResult send(EmbeddedRocketMq mq, String topic, String text) throws Exception {
        DefaultMQProducer producer = producer(mq);
        try {
            return producer.send(new Message(topic, text.getBytes(UTF_8)));
        } finally {
            producer.shutdown();
        }
    }

    private static String receive(EmbeddedRocketMq mq, String topic) throws MQClientException {
        DefaultLitePullConsumer consumer = new DefaultLitePullConsumer("reader-" + mq.pid());
        consumer.setNamesrvAddr(mq.nameServers());
        consumer.setMqClientApiTimeout(CLIENT_MILLIS);
        consumer.setInstanceName("consumer-" + mq.pid());
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.subscribe(topic, "*");
        consumer.start();
        try {
            List<MessageExt> messages = Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> consumer.poll(1_000), polled -> !polled.isEmpty());
            return new String(messages.get(0).getBody(), UTF_8);
        } finally {
            consumer.shutdown();
        }
    }
}
