package io.yizhan.server.archive.rocketmq;

import io.yizhan.server.archive.ArchiveUnavailableException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells at start how far a broker's word that a record is stored can be trusted. */
public final class BrokerCheck {
    private static final Logger log = LoggerFactory.getLogger(BrokerCheck.class);

    private final BrokerLink link;

    BrokerCheck(BrokerLink link) {
        this.link = link;
    }

    /**
     * Asks all brokers of the log and logs what their settings mean; blocks.
     *
     * @return a sentence for each setting that weakens the promise, or that could not be read
     */
    public List<String> run() {
        List<String> weak = new ArrayList<>();
        try {
            link.brokers().forEach(broker -> check(broker, weak));
        } catch (ArchiveUnavailableException e) {
            weak.add("The settings of the brokers could not be read: " + e.getMessage());
            log.warn("The settings of the brokers could not be read; compare them with docs/guarantees.md", e);
        }
        return List.copyOf(weak);
    }

    private void check(BrokerLink.Broker broker, List<String> weak) {
        BrokerSettings settings = new BrokerSettings(broker.name(), broker.copies(), link.settings(broker));
        log.info("What broker {} acknowledges {}", broker.name(), settings.promise());
        settings.weaknesses().forEach(sentence -> {
            log.warn(sentence);
            weak.add(sentence);
        });
    }
}
