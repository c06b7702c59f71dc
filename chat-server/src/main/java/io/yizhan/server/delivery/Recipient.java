package io.yizhan.server.delivery;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;

/** Whom a send is for. */
public sealed interface Recipient {
    /** The conversation that a send of {@code sender} to this belongs to. */
    ConversationId conversationWith(UserId sender);

    /** A name that no other recipient has, the same on every worker and in every version: it is hashed. */
    String hashed();

    /** An existing user, possibly the sender. */
    record User(UserId id) implements Recipient {
        @Override
        public ConversationId conversationWith(UserId sender) {
            return ConversationId.direct(sender, id);
        }

        @Override
        public String hashed() {
            return "u:" + id;
        }
    }

    /** All who are members when the message gets its number. */
    record Group(GroupId id) implements Recipient {
        @Override
        public ConversationId conversationWith(UserId sender) {
            return ConversationId.group(id);
        }

        @Override
        public String hashed() {
            return "g:" + id;
        }
    }
}
