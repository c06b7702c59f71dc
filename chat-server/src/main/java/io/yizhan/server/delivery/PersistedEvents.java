package io.yizhan.server.delivery;

import io.yizhan.server.archive.LogRecord;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the workers of those who came to groups or went once more, when that stands in the database: whoever logs in
 * later reads it there, whoever logged in before is found now. Safe from any thread, never blocks.
 */
public final class PersistedEvents implements Consumer<List<LogRecord>> {
    private static final Logger log = LoggerFactory.getLogger(PersistedEvents.class);

    private final RecipientSearch search;
    private final MessageRouter router;

    public PersistedEvents(DeliveryPorts ports, MessageRouter router) {
        this.search = new RecipientSearch(ports);
        this.router = router;
    }

    @Override
    public void accept(List<LogRecord> written) {
        List<LogRecord.Stored> events = written.stream()
                .filter(LogRecord.Stored.class::isInstance)
                .map(LogRecord.Stored.class::cast)
                .filter(stored -> RecipientSearch.concerned(stored.conversation(), stored.message())
                        .isPresent())
                .toList();
        if (!events.isEmpty()) {
            search.ofEvents(events)
                    .thenAccept(found -> router.tellAgain(events, found))
                    .exceptionally(failure -> {
                        log.debug("Left to the next login, events: {}", events.size(), failure);
                        return null;
                    });
        }
    }
}
