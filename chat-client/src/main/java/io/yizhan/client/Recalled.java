package io.yizhan.client;

import chat.v2.Message;
import io.yizhan.protocol.Recall;
import java.util.Optional;

/**
 * A message was taken back; from now on it is read as empty, of type RECALLED.
 *
 * @param seq the number of the message that was taken back
 * @param byUserId who did it
 * @param notice the numbered message of the server that tells of it
 */
public record Recalled(String conversationId, long seq, String byUserId, Message notice) {
    static Optional<Recalled> in(Message message) {
        return Recall.in(message)
                .map(recall ->
                        new Recalled(message.getConversationId(), recall.seq(), message.getFromUserId(), message));
    }
}
