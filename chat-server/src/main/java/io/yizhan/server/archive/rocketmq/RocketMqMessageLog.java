package io.yizhan.server.archive.rocketmq;

import io.yizhan.identity.ConversationId;
import io.yizhan.lifecycle.CredentialsRefusedException;
import io.yizhan.server.archive.ArchiveUnavailableException;
import io.yizhan.server.archive.DeadLetters;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.archive.LogRecordCodec;
import io.yizhan.server.archive.MessageLog;
import io.yizhan.server.config.RocketMqConfig;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.zip.CRC32;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The message log on a RocketMQ topic. A conversation's queue is the CRC-32 of its id over the sorted queues, on every
 * worker alike; it is never another one, also while its broker is away. Stages complete on the client's threads.
 */
public final class RocketMqMessageLog implements MessageLog {
    private static final Logger log = LoggerFactory.getLogger(RocketMqMessageLog.class);

    private final RocketMqConfig config;
    private final DeadLetters deadLetters;
    private final DefaultMQProducer producer;
    private final List<QueueWriter> writers;

    private RocketMqMessageLog(
            RocketMqConfig config, DeadLetters deadLetters, DefaultMQProducer producer, List<QueueWriter> writers) {
        this.config = config;
        this.deadLetters = deadLetters;
        this.producer = producer;
        this.writers = List.copyOf(writers);
    }

    /**
     * Connects, and makes the topic where that is needed and possible; blocks.
     *
     * @param deadLetters takes records that cannot be read
     * @throws ArchiveUnavailableException if RocketMQ cannot be reached or the topic is not as it must be
     * @throws CredentialsRefusedException if a broker does not take the user, or wants one
     */
    public static RocketMqMessageLog open(RocketMqConfig config, DeadLetters deadLetters) {
        DefaultMQProducer producer = Clients.producer(config);
        try {
            producer.start();
            BatchSender sender = new ProducerSender(producer, config.sendTimeout());
            List<QueueWriter> writers = new LogTopic(producer, config)
                    .queues().stream()
                            .map(queue -> new QueueWriter(sender, queue))
                            .toList();
            new BrokerLink(producer, config).requireAccess();
            log.info("Message log: topic {} with {} queues", config.topic(), writers.size());
            return new RocketMqMessageLog(config, deadLetters, producer, writers);
        } catch (MQClientException | RuntimeException e) {
            producer.shutdown();
            throw notOpened(config, e);
        }
    }

    private static RuntimeException notOpened(RocketMqConfig config, Exception e) {
        if (e instanceof CredentialsRefusedException known) {
            return known;
        }
        Optional<String> refusal = Refusals.in(e);
        if (refusal.isPresent()) {
            return new CredentialsRefusedException(refusal.get(), e);
        }
        return e instanceof ArchiveUnavailableException known
                ? known
                : new ArchiveUnavailableException("RocketMQ is not ready: " + config.nameServers(), e);
    }

    @Override
    public CompletionStage<Void> append(List<LogRecord> batch) {
        Map<QueueWriter, List<Message>> byQueue = new LinkedHashMap<>();
        for (LogRecord record : batch) {
            byQueue.computeIfAbsent(writers.get(part(record.conversation())), writer -> new ArrayList<>())
                    .add(new Message(config.topic(), LogRecordCodec.encode(record)));
        }
        List<CompletableFuture<Void>> parts = new ArrayList<>(byQueue.size());
        byQueue.forEach((writer, messages) -> parts.add(writer.append(messages).toCompletableFuture()));
        return AllStored.of(parts);
    }

    /** The number of its queue. */
    @Override
    public int part(ConversationId conversation) {
        CRC32 hash = new CRC32();
        hash.update(conversation.value().getBytes(StandardCharsets.US_ASCII));
        return (int) (hash.getValue() % writers.size());
    }

    /** Looks at how the brokers of this log are set. */
    public BrokerCheck brokerCheck() {
        return new BrokerCheck(new BrokerLink(producer, config));
    }

    /** @param kept how long the brokers keep records; empty: they are asked */
    public ConsumptionLag lag(Optional<Duration> kept) {
        return new ConsumptionLag(new BrokerLink(producer, config), kept, Clock.systemUTC());
    }

    @Override
    public AutoCloseable consume(Consumer consumer) {
        return LogConsumption.start(config, deadLetters, consumer);
    }

    @Override
    public void close() {
        writers.forEach(QueueWriter::close);
        ClientStop.begin(producer::shutdown, Clients.PRODUCER_STOP);
    }
}
