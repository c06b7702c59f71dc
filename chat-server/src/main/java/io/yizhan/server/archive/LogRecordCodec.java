package io.yizhan.server.archive;

import chat.v2.ContentType;
import chat.v2.Message;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.wire.LogEntry;
import io.yizhan.server.archive.wire.StoredMessage;
import io.yizhan.server.archive.wire.VoidRange;

/** Records of the message log as bytes ({@code log.proto}). What it decodes fits the store's columns. */
public final class LogRecordCodec {
    /** Numbers stay below 2^53, so that every client can hold them (protocol). */
    private static final long SEQ_LIMIT = 1L << 53;
    /** Half of the largest frame: what is longer could be stored, but not sent to anybody. */
    private static final int MESSAGE_BYTES = 512 << 10;

    private LogRecordCodec() {}

    public static byte[] encode(LogRecord record) {
        LogEntry.Builder entry =
                LogEntry.newBuilder().setConversationId(record.conversation().value());
        if (record instanceof LogRecord.Stored stored) {
            entry.setStored(StoredMessage.newBuilder()
                    .setMessage(stored.message().toByteString())
                    .setContentHash(stored.contentHash()));
        } else if (record instanceof LogRecord.Void nothing) {
            entry.setVoid(VoidRange.newBuilder().setFromSeq(nothing.fromSeq()).setToSeq(nothing.toSeq()));
        }
        return entry.build().toByteArray();
    }

    /** @throws UnreadableRecordException if no store can ever write down what the bytes say */
    public static LogRecord decode(byte[] bytes) throws UnreadableRecordException {
        LogEntry entry = parse(bytes);
        String name = entry.getConversationId();
        ConversationId conversation = ConversationId.parse(name)
                .orElseThrow(() -> new UnreadableRecordException("Not a conversation id: " + cut(name), "", 0));
        switch (entry.getWhatCase()) {
            case STORED:
                return stored(conversation, entry.getStored());
            case VOID:
                return nothing(conversation, entry.getVoid());
            default:
                throw new UnreadableRecordException("Unknown kind of record", name, 0);
        }
    }

    private static LogEntry parse(byte[] bytes) throws UnreadableRecordException {
        try {
            return LogEntry.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new UnreadableRecordException("Not an entry of the log: " + e.getMessage(), "", 0);
        }
    }

    private static LogRecord stored(ConversationId conversation, StoredMessage stored)
            throws UnreadableRecordException {
        Message message = message(conversation, stored.getMessage());
        long seq = message.getSeq();
        if (seq < 1 || seq >= SEQ_LIMIT) {
            throw new UnreadableRecordException(
                    "Number out of range: " + Long.toUnsignedString(seq), conversation.value(), 0);
        }
        if (!message.getConversationId().equals(conversation.value())) {
            throw new UnreadableRecordException(
                    "Message of another conversation: " + cut(message.getConversationId()), conversation.value(), seq);
        }
        if (stored.getMessage().size() > MESSAGE_BYTES) {
            throw new UnreadableRecordException(
                    "Message too long, bytes: " + stored.getMessage().size(), conversation.value(), seq);
        }
        if (!isSender(message)) {
            throw new UnreadableRecordException(
                    "Not a sender: " + cut(message.getFromUserId()) + " on " + cut(message.getFromDeviceId()),
                    conversation.value(),
                    seq);
        }
        return new LogRecord.Stored(conversation, message, stored.getContentHash());
    }

    /** Only the server's own words are of no device. */
    private static boolean isSender(Message message) {
        boolean fromServer = message.getContent().getType() == ContentType.SYSTEM
                && message.getFromDeviceId().isEmpty();
        return UserId.isValid(message.getFromUserId()) && (fromServer || DeviceId.isValid(message.getFromDeviceId()));
    }

    private static Message message(ConversationId conversation, ByteString bytes) throws UnreadableRecordException {
        try {
            return Message.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new UnreadableRecordException("Not a message: " + e.getMessage(), conversation.value(), 0);
        }
    }

    private static LogRecord nothing(ConversationId conversation, VoidRange range) throws UnreadableRecordException {
        long from = range.getFromSeq();
        long to = range.getToSeq();
        if (from < 1 || to < from || to >= SEQ_LIMIT) {
            throw new UnreadableRecordException(
                    "Not a range: " + Long.toUnsignedString(from) + " to " + Long.toUnsignedString(to),
                    conversation.value(),
                    0);
        }
        return new LogRecord.Void(conversation, from, to);
    }

    /** Foreign text in a log line: short and without control characters. */
    private static String cut(String text) {
        return text.substring(0, Math.min(64, text.length())).replaceAll("\\p{Cntrl}", "?");
    }
}
