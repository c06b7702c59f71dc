package io.yizhan.server.archive;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the log's records that can never become rows, until an operator replays them or gives them up. Calls block, and
 * fail with {@link ArchiveUnavailableException}.
 */
public interface DeadLetters {
    /** Keeps the letter, once however often it comes, also after it was settled. */
    void keep(Letter letter);

    /** Those that wait for an operator, oldest first, from the first whose id is above {@code afterId}. */
    List<Kept> waiting(long afterId, int limit);

    Optional<Kept> find(long id);

    /** It waits no more: its record was replayed or given up. */
    void settle(long id);

    /**
     * A letter in keeping.
     *
     * @param id ascends
     */
    record Kept(long id, Instant since, boolean settled, Letter letter) {}

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
        /** As much of it as can be kept when its record cannot. */
        public Letter withoutRecord(String why) {
            return new Letter(
                    origin, conversation, seq, why + " (" + record.length + " bytes): " + reason, new byte[0]);
        }

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
