package io.yizhan.server.config;

import java.time.Duration;
import java.util.Optional;

/**
 * RocketMQ.
 *
 * @param nameServers {@code host:port;host:port}
 * @param topic of the message log; its queue count is fixed when it is made, since it decides which queue is a
 *     conversation's
 * @param queues how many queues the topic has
 * @param consumerGroup of the persister, the same on every worker
 * @param sendTimeout of one append
 * @param user empty: the brokers ask for none
 */
public record RocketMqConfig(
        String nameServers,
        String topic,
        int queues,
        String consumerGroup,
        Duration sendTimeout,
        Optional<RocketMqUser> user) {
    /** Of brokers that ask for no user. */
    public RocketMqConfig(String nameServers, String topic, int queues, String consumerGroup, Duration sendTimeout) {
        this(nameServers, topic, queues, consumerGroup, sendTimeout, Optional.empty());
    }
}
