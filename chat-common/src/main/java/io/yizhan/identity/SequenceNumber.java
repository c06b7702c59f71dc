package io.yizhan.identity;

/**
 * How a message's number in its conversation is made: an epoch, then {@value #COUNTER_BITS} bits that count within it
 * from 1; epoch 0 comes first. A number whose counter is 0 names no message: it is the end of all epochs before its
 * own.
 */
public final class SequenceNumber {
    public static final int COUNTER_BITS = 32;

    private SequenceNumber() {}

    public static long epoch(long seq) {
        return seq >>> COUNTER_BITS;
    }

    /** The end of all epochs before this one, and below its first number. */
    public static long startOf(long epoch) {
        return epoch << COUNTER_BITS;
    }

    /** The last number before the epoch of {@code seq}; 0 in the first epoch. */
    public static long beforeEpochOf(long seq) {
        return startOf(epoch(seq));
    }

    /** Whether nothing was given out in its epoch; so too in 0, where nothing was given out at all. */
    public static boolean isStart(long seq) {
        return seq == beforeEpochOf(seq);
    }
}
