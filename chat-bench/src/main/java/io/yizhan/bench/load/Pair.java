package io.yizhan.bench.load;

import io.yizhan.client.ChatClient;

/**
 * Two users that are logged in.
 *
 * @param sender of the one who writes
 * @param receiver of the one who is written to
 * @param receiverId his name
 */
record Pair(ChatClient sender, ChatClient receiver, String receiverId) {}
