package io.yizhan.server.transport;

import chat.v2.Frame;
import chat.v2.PresenceSubscribe;
import chat.v2.Typing;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.UserId;
import io.yizhan.server.delivery.Typings;
import io.yizhan.server.presence.Presences;
import io.yizhan.server.session.LocalSession;
import java.util.List;

/** Whom a device watches, and that its user types. Owned by the channel's event loop. */
final class PresenceRequests {
    private static final int MAX_USERS = 500;
    /** An answer has up to 40 KiB; nobody needs many, but those who wait for one go on sending. */
    private static final int COST = 4;

    private final LocalSession session;
    private final Replies replies;
    private final Presences presences;
    private final Typings typings;

    PresenceRequests(LocalSession session, Replies replies, Presences presences, Typings typings) {
        this.session = session;
        this.replies = replies;
        this.presences = presences;
        this.typings = typings;
    }

    /** Whoever asks under no request id gets the state all the same, as something that the server begins. */
    void subscribe(long id, PresenceSubscribe request) {
        List<String> names = request.getUserIdsList();
        if (names.size() > MAX_USERS) {
            replies.refuse(id, Refusal.invalid("More than 500 users: " + names.size()));
            return;
        }
        if (!names.stream().allMatch(UserId::isValid)) {
            replies.refuse(id, Refusal.invalid("Not all are user ids"));
            return;
        }
        replies.await(
                id,
                COST,
                presences.watch(
                        session, names.stream().distinct().map(UserId::new).toList()),
                event -> session.write(Frame.newBuilder()
                        .setRequestId(id)
                        .setPresenceEvent(event)
                        .build()));
    }

    void typing(long id, Typing typing) {
        ConversationId.parse(typing.getConversationId())
                .ifPresentOrElse(
                        conversation ->
                                replies.await(id, 1, typings.typing(session.address(), conversation), done -> {}),
                        () -> replies.refuse(id, Refusal.invalid("Not a conversation id")));
    }
}
