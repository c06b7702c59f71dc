package io.yizhan.bench.broker;

import io.yizhan.server.archive.MessageLog;
import io.yizhan.server.archive.memory.MemoryDeadLetters;
import io.yizhan.server.archive.rocketmq.RocketMqMessageLog;
import io.yizhan.server.config.RocketMqConfig;

/** A message log beside the real one. */
public final class BenchLog {
    private static final String TOPIC_SUFFIX = "-bench";

    private BenchLog() {}

    /**
     * Opens a log on the same brokers, with as many queues, that nobody consumes; made if it is not there. Blocks.
     *
     * @param workers what the workers are told of RocketMQ
     */
    public static MessageLog open(RocketMqConfig workers) {
        return RocketMqMessageLog.open(
                new RocketMqConfig(
                        workers.nameServers(),
                        workers.topic() + TOPIC_SUFFIX,
                        workers.queues(),
                        workers.consumerGroup() + TOPIC_SUFFIX,
                        workers.sendTimeout()),
                new MemoryDeadLetters());
    }
}
