package io.yizhan.server.archive;

import io.yizhan.identity.ConversationId;

/** What travels through the message log and becomes a row. The first record for (conversation, seq) wins. */
public sealed interface LogRecord {
    ConversationId conversation();

    /**
     * A message that has its place.
     *
     * @param message complete: conversation, seq, ids, sender, content, time
     * @param contentHash as it was asked for its number
     */
    record Stored(ConversationId conversation, chat.v2.Message message, long contentHash) implements LogRecord {}

    /** The numbers from {@code fromSeq} to {@code toSeq}, both included, hold nothing unless a message came first. */
    record Void(ConversationId conversation, long fromSeq, long toSeq) implements LogRecord {}
}
