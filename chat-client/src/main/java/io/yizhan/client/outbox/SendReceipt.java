package io.yizhan.client.outbox;

import chat.v2.SendResponse;

/**
 * The server's word that a message has its place and is stored.
 *
 * @param seq its number in the conversation
 * @param messageId unique in the cluster
 * @param serverTimeMs Unix epoch milliseconds
 * @param duplicate whether an earlier attempt had stored it already
 */
public record SendReceipt(String conversationId, long seq, long messageId, long serverTimeMs, boolean duplicate) {
    static SendReceipt of(SendResponse response) {
        return new SendReceipt(
                response.getConversationId(),
                response.getSeq(),
                response.getMessageId(),
                response.getServerTimeMs(),
                response.getDuplicate());
    }
}
