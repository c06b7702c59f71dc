package io.yizhan.server.archive;

import chat.v2.Message;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Messages for ever. Stages fail when the store cannot be reached; no method but {@link #write} blocks, none throws.
 */
public interface MessageStore {
    /**
     * Writes what is new in one transaction; blocks. What stands already at a number, or under a key, stays.
     *
     * @return the messages whose number was declared empty before they came and that stand nowhere else either, each
     *     once, in the batch's order: they need another number. Writing them again gives them back again
     */
    List<LogRecord.Stored> write(List<LogRecord> batch);

    /** Messages with numbers in the range, ascending, or descending when {@code backwards}. */
    CompletionStage<Slice> read(Range range);

    /** For each conversation the number up to which every one is a message or void; 0 for unknown ones. */
    CompletionStage<Map<ConversationId, Long>> completeTo(Collection<ConversationId> conversations);

    /** Messages that this device sent under this id: one, or several where it used the id for different ones. */
    CompletionStage<List<LogRecord.Stored>> sent(UserId sender, DeviceId device, long clientMsgId);

    /** For each conversation the highest number that is written, message or void; 0 for unknown ones. */
    CompletionStage<Map<ConversationId, Long>> heads(Collection<ConversationId> conversations);

    /** The highest number that is written in any conversation; 0 for an empty store. Reads all conversations. */
    CompletionStage<Long> highestNumber();

    /** The direct conversations of a user that anything is written of, in no order. */
    CompletionStage<List<Written>> conversationsOf(UserId user);

    /**
     * Numbers that hold nothing although later ones do; at most {@code limit} ranges, ascending within a conversation.
     */
    CompletionStage<List<LogRecord.Void>> holes(int limit);

    /** A conversation, and when it was last written to (Unix epoch milliseconds). */
    record Written(ConversationId conversation, long atMs) {}

    /**
     * Which numbers to read.
     *
     * @param fromSeq first number, 1 or more
     * @param toSeq last number, included
     * @param limit at most so many messages
     * @param maxBytes stop before the encoded messages pass this sum, but give at least one
     * @param backwards newest first
     */
    record Range(ConversationId conversation, long fromSeq, long toSeq, int limit, int maxBytes, boolean backwards) {}

    /**
     * What was read.
     *
     * @param messages in the order asked for, voids left out
     * @param more the limits cut it: the range holds more messages
     * @param completeTo up to here, every number of the conversation was a message or void when this was read (one
     *     snapshot with the messages)
     */
    record Slice(List<Message> messages, boolean more, long completeTo) {
        public Slice {
            messages = List.copyOf(messages);
        }
    }
}
