package io.yizhan.server.state;

/**
 * A message's place in its conversation.
 *
 * @param seq ascending in the conversation, from 1
 * @param messageId unique in the cluster, ascending in time
 * @param timeMs never goes back within the conversation
 */
public record MessagePlace(long seq, long messageId, long timeMs) {}
