package io.yizhan.server.archive.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.yizhan.embedded.EmbeddedRocketMq;
import io.yizhan.identity.ConversationId;
import io.yizhan.lifecycle.CredentialsRefusedException;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.archive.Records;
import io.yizhan.server.archive.memory.MemoryDeadLetters;
import io.yizhan.server.config.RocketMqConfig;
import io.yizhan.server.config.RocketMqUser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.impl.MQClientAPIImpl;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.remoting.protocol.body.AclInfo;
import org.apache.rocketmq.remoting.protocol.body.UserInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that asks everybody who he is, and looks at his rights. */
class RocketMqUserIT {
    private static final RocketMqUser ADMIN = new RocketMqUser("admin", "canary-of-admin");
    private static final RocketMqUser OURS = new RocketMqUser("yizhan", "canary-secret");
    private static final RocketMqUser READER = new RocketMqUser("reader", "canary-reader");
    private static final String TOPIC = "yizhan-messages";
    private static final int QUEUES = 4;
    private static final long LIMIT_MS = 10_000;

    @TempDir
    static Path directory;

    private static EmbeddedRocketMq broker;

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedRocketMq.startForUsers(
                directory, Map.of(TOPIC, QUEUES), new EmbeddedRocketMq.Admin(ADMIN.accessKey(), ADMIN.secretKey()));
        DefaultMQProducer admin = Clients.producer(config(Optional.of(ADMIN)));
        admin.start();
        try {
            MQClientAPIImpl api =
                    admin.getDefaultMQProducerImpl().getMqClientFactory().getMQClientAPIImpl();
            makeUser(api, OURS, "Pub,Sub,Get,Update");
            makeUser(api, READER, "Sub,Get,Update");
        } finally {
            ClientStop.begin(admin::shutdown, Clients.PRODUCER_STOP);
        }
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    /** As the manual says, but for {@code actions}. */
    private static void makeUser(MQClientAPIImpl api, RocketMqUser user, String actions) throws Exception {
        String address = "127.0.0.1:" + broker.port();
        api.createUser(address, UserInfo.of(user.accessKey(), user.secretKey(), "Normal"), LIMIT_MS);
        List<String> words = Files.readAllLines(Path.of("..", "docs", "operations.md")).stream()
                .map(String::strip)
                .filter(line -> line.startsWith("mqadmin createAcl "))
                .map(line -> Arrays.asList(line.split(" ")))
                .findFirst()
                .orElseThrow();
        if (user.equals(OURS)) {
            assertThat(after(words, "-s")).isEqualTo("User:" + user.accessKey());
            assertThat(after(words, "-a")).isEqualTo(actions);
        }
        AclInfo rights = AclInfo.of(
                "User:" + user.accessKey(),
                List.of(after(words, "-r").split(",")),
                List.of(actions.split(",")),
                List.of(),
                after(words, "-d"));
        api.createAcl(address, rights, LIMIT_MS);
    }

    private static String after(List<String> words, String option) {
        return words.get(words.indexOf(option) + 1);
    }

    private static RocketMqConfig config(Optional<RocketMqUser> user) {
        return new RocketMqConfig(broker.nameServers(), TOPIC, QUEUES, "yizhan-persister", Duration.ofSeconds(6), user);
    }

    @Test
    void getsAlongWithTheRightsThatTheManualGives() throws Exception {
        ConversationId conversation = Records.conversation();
        List<LogRecord> sent = Records.run(conversation, 1, 20, Records.device());
        List<LogRecord> received = new CopyOnWriteArrayList<>();
        try (RocketMqMessageLog log = RocketMqMessageLog.open(config(Optional.of(OURS)), new MemoryDeadLetters())) {
            log.append(sent).toCompletableFuture().get(LIMIT_MS, TimeUnit.MILLISECONDS);
            try (AutoCloseable consumption = log.consume(received::addAll)) {
                await().atMost(Duration.ofSeconds(30)).until(() -> received.size() >= 20);
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> log.lag(Optional.empty()).get().waiting().isEmpty());
            }
            assertThat(log.brokerCheck().run()).noneMatch(sentence -> sentence.contains("could not be read"));
        }
        assertThat(received).isEqualTo(sent);
    }

    @Test
    void doesNotOpen_forAUserWhoMayNotPublish() {
        assertThatThrownBy(() -> RocketMqMessageLog.open(config(Optional.of(READER)), new MemoryDeadLetters()))
                .isInstanceOf(CredentialsRefusedException.class)
                .hasMessageContaining(TOPIC)
                .hasMessageNotContaining("canary");
    }

    @Test
    void leavesNothingInTheLog_whenItAsksWhetherItMayPublish() throws Exception {
        DefaultMQProducer looking = Clients.producer(config(Optional.of(OURS)));
        looking.start();
        try {
            long before = stored(looking);
            RocketMqMessageLog.open(config(Optional.of(OURS)), new MemoryDeadLetters())
                    .close();

            assertThat(stored(looking)).isEqualTo(before);
        } finally {
            ClientStop.begin(looking::shutdown, Clients.PRODUCER_STOP);
        }
    }

    /** How many records the queues of the topic have ever had. */
    private static long stored(DefaultMQProducer producer) throws Exception {
        List<MessageQueue> queues = producer.fetchPublishMessageQueues(TOPIC);
        assertThat(queues).hasSize(QUEUES);
        long sum = 0;
        for (MessageQueue queue : queues) {
            sum += producer.maxOffset(queue);
        }
        return sum;
    }

    @Test
    void doesNotOpen_forAnotherUserOrNobody() {
        for (Optional<RocketMqUser> wrong : List.of(
                Optional.<RocketMqUser>empty(),
                Optional.of(new RocketMqUser(OURS.accessKey(), "canary-guess")),
                Optional.of(new RocketMqUser("nobody", "canary-guess")))) {
            assertThatThrownBy(() -> RocketMqMessageLog.open(config(wrong), new MemoryDeadLetters()))
                    .isInstanceOf(CredentialsRefusedException.class)
                    .hasMessageNotContaining("canary");
        }
    }
}
