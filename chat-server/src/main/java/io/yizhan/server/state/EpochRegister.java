package io.yizhan.server.state;

import java.time.Duration;

/**
 * The cluster's epoch: the high part of every message's number, raised when the store of the low part may have lost its
 * memory. It outlives every worker and every other store. Methods block, and throw {@link StateUnavailableException}
 * when the register cannot be reached or does not answer in time; then the epoch may have been raised.
 */
public interface EpochRegister {
    /** Where there is no epoch yet. */
    long NONE = -1;

    /** Numbers stay below 2^53 (protocol), and an epoch has 32 bits of them. */
    long HIGHEST = 1L << 20;

    /**
     * Waits until it is the caller's turn, {@code limit} at most: no other one in the cluster has one meanwhile, unless
     * this process was taken for dead without knowing.
     */
    Turn turn(Duration limit);

    /** Used and ended by the thread that began it. */
    interface Turn extends AutoCloseable {
        /** The epoch as it is, or {@link #NONE}. */
        long present();

        /**
         * Raises the epoch above what it was and above {@code other}, and returns it. No call, whoever makes it,
         * returns what another one did.
         *
         * @param other an epoch that is known to be in use, or {@link #NONE}; where there was none either, it begins
         *     with 0
         * @throws IllegalStateException beyond {@link #HIGHEST}
         */
        long raise(long other);

        @Override
        void close();
    }
}
