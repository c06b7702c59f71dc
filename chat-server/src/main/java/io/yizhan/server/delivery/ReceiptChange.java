package io.yizhan.server.delivery;

import chat.v2.Frame;
import chat.v2.Receipt;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.state.Positions.Position;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A member's new positions, which others are to be told.
 *
 * @param actors the devices that moved them
 */
record ReceiptChange(ConversationId conversation, UserId user, Position position, Set<DeviceId> actors) {
    /** Both as one: the later positions, by the devices of both. */
    ReceiptChange and(ReceiptChange other) {
        Set<DeviceId> both = new HashSet<>(actors);
        both.addAll(other.actors);
        Position later = new Position(
                Math.max(position.delivered(), other.position.delivered()),
                Math.max(position.read(), other.position.read()));
        return new ReceiptChange(conversation, user, later, both);
    }

    /** Who is told: both sides of two, but in a group only the user himself. */
    Set<UserId> readers() {
        return conversation.isDirect() ? conversation.directUsers() : Set.of(user);
    }

    /** The other side of two, and the user's own devices but the one that alone has moved the positions. */
    List<SessionAddress> receivers(Map<UserId, List<SessionAddress>> found) {
        List<SessionAddress> to = new ArrayList<>();
        readers()
                .forEach(reader -> found.getOrDefault(reader, List.of()).stream()
                        .filter(session -> !reader.equals(user) || !actors.equals(Set.of(session.device())))
                        .forEach(to::add));
        return to;
    }

    Frame frame() {
        return Frame.newBuilder()
                .setReceipt(Receipt.newBuilder()
                        .setConversationId(conversation.value())
                        .setUserId(user.value())
                        .setDeliveredSeq(position.delivered())
                        .setReadSeq(position.read()))
                .build();
    }
}
