package io.yizhan.client.store;

import java.util.List;

/**
 * How far an application has come in a conversation.
 *
 * @param position everything up to here was shown or holds nothing
 * @param shown messages shown of late, by which one is known again when it comes under another number
 */
public record Progress(String conversationId, long position, List<Shown> shown) {
    /** How many of the messages shown last a store keeps for each conversation. */
    public static final int REMEMBERED = 500;

    public Progress {
        shown = List.copyOf(shown);
    }

    /** Progress over numbers that hold nothing to show. */
    public static Progress to(String conversationId, long position) {
        return new Progress(conversationId, position, List.of());
    }

    /** A message was shown, as {@code seq}. */
    public record Shown(long messageId, long seq) {}
}
