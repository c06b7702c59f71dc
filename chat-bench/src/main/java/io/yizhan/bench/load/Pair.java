package io.yizhan.bench.load;

import io.yizhan.client.ChatClient;
import io.yizhan.client.store.LocalStore;

/**
 * Two users that are logged in.
 *
 * @param sender of the one who writes
 * @param receiver of the one who is written to
 * @param receiverId his name
 * @param memory what his device remembers
 */
record Pair(ChatClient sender, ChatClient receiver, String receiverId, LocalStore memory) {
    /** Their direct conversation. */
    String conversation() {
        return sender.conversationWith(receiverId);
    }
}
