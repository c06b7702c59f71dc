package io.yizhan.protocol;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.Message;
import io.yizhan.identity.UserId;
import java.util.Map;
import java.util.Optional;

/**
 * A message was taken back. The conversation is told by a numbered message of the server; where it has come, the one
 * taken back is empty.
 *
 * @param seq whose content is taken back, in the same conversation
 * @param author who had sent it
 */
public record Recall(long seq, UserId author) {
    private static final String EVENT = "event";
    private static final String RECALLED = "recalled";
    private static final String RECALLED_SEQ = "recalled_seq";
    private static final String USER_ID = "user_id";

    /** What the conversation is told (protocol, recall). */
    public Content notice() {
        return Content.newBuilder()
                .setType(ContentType.SYSTEM)
                .putAllProperties(Map.of(EVENT, RECALLED, RECALLED_SEQ, Long.toString(seq), USER_ID, author.value()))
                .build();
    }

    /** The recall that {@code message} tells of; empty for any other message. */
    public static Optional<Recall> in(Message message) {
        if (message.getContent().getType() != ContentType.SYSTEM) {
            return Optional.empty();
        }
        Map<String, String> properties = message.getContent().getPropertiesMap();
        String seq = properties.getOrDefault(RECALLED_SEQ, "");
        String author = properties.getOrDefault(USER_ID, "");
        boolean told =
                RECALLED.equals(properties.get(EVENT)) && seq.matches("[1-9]\\d{0,15}") && UserId.isValid(author);
        return told ? Optional.of(new Recall(Long.parseLong(seq), new UserId(author))) : Optional.empty();
    }

    /** What stands where {@code message} stood: all but its content. */
    public static Message emptied(Message message) {
        return message.toBuilder()
                .setContent(Content.newBuilder().setType(ContentType.RECALLED))
                .build();
    }

    public static boolean isEmptied(Message message) {
        return message.getContent().getType() == ContentType.RECALLED;
    }
}
