package io.yizhan.server.delivery;

import chat.v2.Message;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.UserId;
import io.yizhan.protocol.GroupEvent;
import io.yizhan.server.archive.LogRecord;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Looks up where those are whom messages are for. Never blocks. */
final class RecipientSearch {
    private final DeliveryPorts ports;

    RecipientSearch(DeliveryPorts ports) {
        this.ports = ports;
    }

    /** For messages that got their numbers just now, and with them the workers of their groups: in one round trip. */
    CompletionStage<Recipients> of(List<Placed> placed) {
        Set<UserId> users = new HashSet<>();
        placed.forEach(one -> {
            if (one.send().command().recipient() instanceof Recipient.User peer) {
                users.add(one.send().command().sender());
                users.add(peer.id());
            } else {
                concerned(one.send().conversation(), one.message()).ifPresent(users::add);
            }
        });
        return sessions(users, Map.of());
    }

    /** For messages that were stored before. */
    CompletionStage<Recipients> ofStored(Collection<LogRecord.Stored> stored) {
        Set<UserId> users = new HashSet<>();
        Set<GroupId> groups = new HashSet<>();
        for (LogRecord.Stored one : stored) {
            UserId sender = new UserId(one.message().getFromUserId());
            one.conversation().group().ifPresent(groups::add);
            concerned(one.conversation(), one.message()).ifPresent(users::add);
            if (one.conversation().isDirectOf(sender)) {
                users.add(sender);
                users.add(one.conversation().peerOf(sender));
            }
        }
        return groups.isEmpty()
                ? sessions(users, Map.of())
                : ports.groups().directory().interested(groups).thenCompose(workers -> sessions(users, workers));
    }

    /** Of those only whom these events concern. */
    CompletionStage<Recipients> ofEvents(Collection<LogRecord.Stored> events) {
        Set<UserId> users = new HashSet<>();
        events.forEach(one -> concerned(one.conversation(), one.message()).ifPresent(users::add));
        return sessions(users, Map.of());
    }

    private CompletionStage<Recipients> sessions(Set<UserId> users, Map<GroupId, Set<Incarnation>> workers) {
        return users.isEmpty()
                ? CompletableFuture.completedStage(new Recipients(Map.of(), workers))
                : ports.registry().find(users).thenApply(found -> new Recipients(found, workers));
    }

    /** Who comes to a group, goes or gets a role: where he is it has to be known, whether that worker has members. */
    static Optional<UserId> concerned(ConversationId conversation, Message message) {
        return conversation.isDirect()
                ? Optional.empty()
                : GroupEvent.in(message).map(GroupEvent::user);
    }
}
