package io.yizhan.client.sync;

import chat.v2.Message;
import java.util.List;

/**
 * A stretch of a conversation's past.
 *
 * @param messages ascending by seq
 * @param more whether there are more in the direction that was asked for: older ones, before the first of these, or
 *     newer ones, after the last; where it is true without any messages, the server does not show the next ones yet
 */
public record HistoryPage(List<Message> messages, boolean more) {}
