package io.yizhan.server.delivery;

import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.state.ConversationIndex;
import io.yizhan.server.state.ConversationIndex.Activity;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raises the conversations of all concerned once more when messages were written to the database: a worker that died
 * between storing and routing has not done so, and the receivers' next heartbeat finds them by it.
 */
public final class PersistedActivities implements Consumer<List<LogRecord>> {
    private static final Logger log = LoggerFactory.getLogger(PersistedActivities.class);

    private final ConversationIndex index;
    private final DeliveryClock clock;

    public PersistedActivities(ConversationIndex index, DeliveryClock clock) {
        this.index = index;
        this.clock = clock;
    }

    /** Returns at once; a list that could not be freshened is freshened by the next message. */
    @Override
    public void accept(List<LogRecord> written) {
        long now = clock.epochMs();
        List<Activity> activities = written.stream()
                .flatMap(record -> Activities.of(record, now))
                .distinct()
                .toList();
        index.raise(activities).whenComplete((done, failure) -> {
            if (failure != null) {
                log.debug("Left to the next message, lists of conversations: {}", activities.size(), failure);
            }
        });
    }
}
