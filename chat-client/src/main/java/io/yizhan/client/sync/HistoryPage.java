package io.yizhan.client.sync;

import chat.v2.Message;
import java.util.List;

/**
 * A stretch of a conversation's past.
 *
 * @param messages ascending by seq
 * @param more whether there are older ones; ask again before the first of these
 */
public record HistoryPage(List<Message> messages, boolean more) {}
