package io.yizhan.server.archive.mysql;

import chat.v2.Message;
import io.yizhan.protocol.Recall;
import io.yizhan.server.archive.LogRecord;
import org.jspecify.annotations.Nullable;

/** A row of {@code message}: one message, or a range of numbers that hold none. The mapper reads it by its getters. */
final class MessageRow {
    private final String conversationId;
    private final long seq;
    private final long toSeq;
    private final LogRecord.@Nullable Stored stored;
    private final long clash;

    private MessageRow(String conversationId, long seq, long toSeq, LogRecord.@Nullable Stored stored, long clash) {
        this.conversationId = conversationId;
        this.seq = seq;
        this.toSeq = toSeq;
        this.stored = stored;
        this.clash = clash;
    }

    static MessageRow of(LogRecord.Stored stored) {
        long seq = stored.message().getSeq();
        return new MessageRow(stored.conversation().value(), seq, seq, stored, 0);
    }

    static MessageRow empty(String conversationId, long fromSeq, long toSeq) {
        return new MessageRow(conversationId, fromSeq, toSeq, null, 0);
    }

    MessageRow asVoid() {
        return empty(conversationId, seq, toSeq);
    }

    MessageRow asClash() {
        return new MessageRow(conversationId, seq, toSeq, stored, message().getMessageId());
    }

    /** The same message without its content. */
    MessageRow asRecalled() {
        LogRecord.Stored before = record();
        return new MessageRow(
                conversationId,
                seq,
                toSeq,
                new LogRecord.Stored(before.conversation(), Recall.emptied(before.message()), before.contentHash()),
                clash);
    }

    boolean isMessage() {
        return stored != null;
    }

    /** @throws IllegalStateException for a void */
    Message message() {
        return record().message();
    }

    /** @throws IllegalStateException for a void */
    LogRecord.Stored record() {
        if (stored == null) {
            throw new IllegalStateException("No message at: " + conversationId + " " + seq);
        }
        return stored;
    }

    public String getConversationId() {
        return conversationId;
    }

    public long getSeq() {
        return seq;
    }

    public long getToSeq() {
        return toSeq;
    }

    /** 0, or the message's id where its client id stands for another message already. */
    public long getClash() {
        return clash;
    }

    public String getKind() {
        return isMessage() ? "message" : "void";
    }

    public @Nullable Long getMessageId() {
        return stored == null ? null : Long.valueOf(stored.message().getMessageId());
    }

    public @Nullable String getSender() {
        return stored == null ? null : stored.message().getFromUserId();
    }

    public @Nullable String getDevice() {
        return stored == null ? null : stored.deviceValue();
    }

    public @Nullable Long getClientMsgId() {
        return stored == null ? null : Long.valueOf(stored.clientMsgId());
    }

    public @Nullable Long getContentHash() {
        return stored == null ? null : Long.valueOf(stored.contentHash());
    }

    public @Nullable Long getServerTimeMs() {
        return stored == null ? null : Long.valueOf(stored.message().getServerTimeMs());
    }

    public byte @Nullable [] getBody() {
        return stored == null ? null : stored.message().toByteArray();
    }
}
