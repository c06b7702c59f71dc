package io.yizhan.server.archive;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;

/** What travels through the message log and becomes a row. The first record for (conversation, seq) wins. */
public sealed interface LogRecord {
    ConversationId conversation();

    /**
     * A message that has its place.
     *
     * @param message complete: conversation, seq, ids, sender, content, time
     * @param contentHash as it was asked for its number
     */
    record Stored(ConversationId conversation, chat.v2.Message message, long contentHash) implements LogRecord {
        /** The device whose send this is; {@link DeviceId#SERVER} for what the server itself says. */
        public DeviceId device() {
            return new DeviceId(deviceValue());
        }

        /** The value of {@link #device}, unchecked: a store puts aside what does not fit, with what it is. */
        public String deviceValue() {
            return isFromServer() ? DeviceId.SERVER.value() : message.getFromDeviceId();
        }

        /**
         * What tells the device's sends apart, unsigned. What the server says is told apart by what it says: so two
         * recalls of one message are one.
         */
        public long clientMsgId() {
            return isFromServer() ? idOf(contentHash) : message.getClientMsgId();
        }

        /** The id of what the server says; 53 bits, which every store can count with. */
        public static long idOf(long contentHash) {
            return contentHash >>> 11;
        }

        /** Whether no client sent it: a numbered event of the conversation. */
        public boolean isFromServer() {
            return message.getFromDeviceId().isEmpty();
        }
    }

    /** The numbers from {@code fromSeq} to {@code toSeq}, both included, hold nothing unless a message came first. */
    record Void(ConversationId conversation, long fromSeq, long toSeq) implements LogRecord {}
}
