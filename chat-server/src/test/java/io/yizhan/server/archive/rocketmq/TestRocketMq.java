package io.yizhan.server.archive.rocketmq;

import io.yizhan.embedded.SharedMiddleware;
import io.yizhan.server.config.RocketMqConfig;
import java.time.Duration;
import java.util.UUID;

/** Settings for the RocketMQ of the tests. */
public final class TestRocketMq {
    private TestRocketMq() {}

    /** A topic and a group that no other test knows. */
    public static RocketMqConfig config(int queues) {
        return config("log-" + UUID.randomUUID(), queues);
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
