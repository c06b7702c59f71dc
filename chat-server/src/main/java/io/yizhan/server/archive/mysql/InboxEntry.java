package io.yizhan.server.archive.mysql;

import io.yizhan.identity.ConversationId;
import java.util.stream.Stream;

/** That a user has a conversation. */
record InboxEntry(String userId, String conversationId) {
    /** One for each side of a direct conversation; none for a group, whose members stand elsewhere. */
    static Stream<InboxEntry> of(ConversationId conversation) {
        return conversation.directUsers().stream().map(user -> new InboxEntry(user.value(), conversation.value()));
    }
}
