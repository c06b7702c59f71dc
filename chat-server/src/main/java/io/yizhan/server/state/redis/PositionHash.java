package io.yizhan.server.state.redis;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.UserId;
import java.util.Optional;

/**
 * A hash of positions: of both sides of a conversation of two, of one member of a group.
 *
 * @param member whose in a group; empty for a conversation of two
 */
record PositionHash(ConversationId conversation, Optional<UserId> member) {
    static PositionHash of(ConversationId conversation, UserId user) {
        return new PositionHash(conversation, conversation.isDirect() ? Optional.empty() : Optional.of(user));
    }

    String key() {
        return "im:positions:{" + conversation + member.map(user -> ":" + user).orElse("") + "}";
    }
}
