package io.yizhan.server.archive.rocketmq;

import io.yizhan.server.archive.ArchiveUnavailableException;
import io.yizhan.server.archive.LogLag;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.remoting.protocol.admin.OffsetWrapper;

/**
 * Asks the brokers how old the oldest record is that the persister's group has not consumed, in each queue, and how
 * long they keep records. Blocks. What was consumed within the last second may still count as waiting.
 */
public final class ConsumptionLag implements Supplier<LogLag> {
    private final BrokerLink link;
    private final Optional<Duration> kept;
    private final Clock clock;

    ConsumptionLag(BrokerLink link, Optional<Duration> kept, Clock clock) {
        this.link = link;
        this.kept = kept;
        this.clock = clock;
    }

    /** @throws ArchiveUnavailableException if a broker does not answer */
    @Override
    public LogLag get() {
        List<BrokerLink.Broker> brokers = link.brokers();
        Map<String, Duration> waiting = new TreeMap<>();
        for (BrokerLink.Broker broker : brokers) {
            link.offsets(broker)
                    .forEach((queue, offsets) -> age(broker, queue, offsets)
                            .ifPresent(age -> waiting.put(queue.getBrokerName() + "/" + queue.getQueueId(), age)));
        }
        return new LogLag(waiting, kept.orElseGet(() -> shortest(brokers)));
    }

    private Optional<Duration> age(BrokerLink.Broker broker, MessageQueue queue, OffsetWrapper offsets) {
        if (offsets.getConsumerOffset() >= offsets.getBrokerOffset()) {
            return Optional.empty();
        }
        long storedAt = link.storedAt(broker, queue, offsets.getConsumerOffset());
        return storedAt == 0
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(Math.max(0, clock.millis() - storedAt)));
    }

    private Duration shortest(List<BrokerLink.Broker> brokers) {
        return brokers.stream()
                .map(broker -> new BrokerSettings(broker.name(), broker.copies(), link.settings(broker)))
                .map(settings -> settings.number("fileReservedTime"))
                .filter(hours -> hours > 0)
                .min(Integer::compare)
                .map(Duration::ofHours)
                .orElseThrow(() -> new ArchiveUnavailableException(
                        "No broker says how long it keeps records; set rocketmq.retention"));
    }
}
