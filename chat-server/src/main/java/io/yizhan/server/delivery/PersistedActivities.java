package io.yizhan.server.delivery;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.state.ConversationIndex;
import io.yizhan.server.state.ConversationIndex.Activity;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Freshens the lists of conversations once more when messages were written to the database: a worker that died between
 * storing and routing has not done so, and the receivers' next heartbeat finds them by it.
 */
public final class PersistedActivities implements Consumer<List<LogRecord>> {
    private static final Logger log = LoggerFactory.getLogger(PersistedActivities.class);

    private final ConversationIndex index;

    public PersistedActivities(ConversationIndex index) {
        this.index = index;
    }

    /** Returns at once; a list that could not be freshened is freshened by the next message. */
    @Override
    public void accept(List<LogRecord> written) {
        List<Activity> activities =
                written.stream().flatMap(PersistedActivities::of).distinct().toList();
        index.touch(activities).whenComplete((done, failure) -> {
            if (failure != null) {
                log.debug("Left to the next message, lists of conversations: {}", activities.size(), failure);
            }
        });
    }

    private static Stream<Activity> of(LogRecord record) {
        if (!(record instanceof LogRecord.Stored stored)
                || !record.conversation().isDirect()) {
            return Stream.empty();
        }
        ConversationId conversation = record.conversation();
        UserId sender = new UserId(stored.message().getFromUserId());
        return Stream.of(sender, conversation.peerOf(sender))
                .distinct()
                .map(user -> new Activity(user, conversation, stored.message().getServerTimeMs()));
    }
}
