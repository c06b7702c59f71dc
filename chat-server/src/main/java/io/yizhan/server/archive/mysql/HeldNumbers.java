package io.yizhan.server.archive.mysql;

import org.jspecify.annotations.Nullable;

/**
 * Numbers that a row holds.
 *
 * @param messageId of the message there, all 64 bits; null where there is none
 */
record HeldNumbers(long seq, long toSeq, @Nullable Long messageId) {
    boolean covers(long number) {
        return seq <= number && number <= toSeq;
    }
}
