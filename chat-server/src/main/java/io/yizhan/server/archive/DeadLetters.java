package io.yizhan.server.archive;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Keeps the log's records that can never become rows, until an operator replays them or gives them up. */
public interface DeadLetters {
    /** Keeps the letter, once however often it comes; blocks, and throws if it cannot be kept. */
    void keep(Letter letter);

    /**
     * One record.
     *
     * @param origin where it stands in the log, or its place; names it
     * @param conversation where it belongs, or empty if that is unreadable
     * @param seq its number, or 0 if that is unreadable; a letter with a place holds the conversation's completeness
     * @param reason for an operator
     * @param record as it stands in the log
     */
    record Letter(String origin, String conversation, long seq, String reason, byte[] record) {
        public boolean hasPlace() {
            return !conversation.isEmpty() && seq > 0;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Letter that
                    && origin.equals(that.origin)
                    && conversation.equals(that.conversation)
                    && seq == that.seq
                    && reason.equals(that.reason)
                    && Arrays.equals(record, that.record);
        }

        @Override
        public int hashCode() {
            return origin.hashCode();
        }

        /** Without the content. */
        @Override
        public String toString() {
            return "Letter[" + origin + ", conversation=" + conversation + ", seq=" + seq + ", " + record.length
                    + " bytes, " + reason + "]";
        }
    }
}
