package io.yizhan.client;

import chat.v2.ContentType;
import chat.v2.Message;
import java.util.Map;
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
        Map<String, String> properties = message.getContent().getPropertiesMap();
        String seq = properties.getOrDefault("recalled_seq", "");
        boolean told = message.getContent().getType() == ContentType.SYSTEM
                && "recalled".equals(properties.get("event"))
                && seq.matches("[1-9]\\d{0,15}");
        return told
                ? Optional.of(new Recalled(
                        message.getConversationId(), Long.parseLong(seq), message.getFromUserId(), message))
                : Optional.empty();
    }
}
