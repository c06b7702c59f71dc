package io.yizhan.server.delivery;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.state.ConversationIndex.Activity;
import java.util.stream.Stream;

/**
 * Whose lists of conversations a message freshens. The time is that of freshening, not the message's, so that what came
 * late does not look old.
 */
final class Activities {
    private Activities() {}

    static Stream<Activity> of(PendingSend send, long nowMs) {
        return of(send.conversation(), send.command().sender(), nowMs);
    }

    /** Nothing for a record that brings nobody a message. */
    static Stream<Activity> of(LogRecord record, long nowMs) {
        ConversationId conversation = record.conversation();
        if (!(record instanceof LogRecord.Stored stored)) {
            return Stream.empty();
        }
        UserId sender = new UserId(stored.message().getFromUserId());
        return of(conversation, sender, nowMs);
    }

    /** Nothing for a group: what is written once a message must not be written once a member. */
    private static Stream<Activity> of(ConversationId conversation, UserId sender, long nowMs) {
        return conversation.isDirectOf(sender)
                ? Stream.of(sender, conversation.peerOf(sender))
                        .distinct()
                        .map(user -> new Activity(user, conversation, nowMs))
                : Stream.empty();
    }
}
