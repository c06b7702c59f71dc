package io.yizhan.bench.load;

/** Hears what the receivers of a fleet are shown, on the clients' threads. */
interface Arrivals {
    /**
     * Somebody was shown a message.
     *
     * @param pair whose receiver it was
     * @param there whether he was logged in when it was due, and so it did not have to wait for him
     */
    void shown(int pair, MessageTag tag, boolean there);
}
