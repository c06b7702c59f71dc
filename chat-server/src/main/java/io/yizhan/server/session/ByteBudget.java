package io.yizhan.server.session;

/**
 * How many bytes of messages one connection may keep referenced. The first few are its own, so that short messages flow
 * whatever others do; more come from what all connections share. Owned by one event loop.
 */
final class ByteBudget {
    private static final long OWN = 4 << 10;

    private final long limit;
    private final SharedBytes shared;
    private long used;
    private long borrowed;

    ByteBudget(long limit, SharedBytes shared) {
        this.limit = limit;
        this.shared = shared;
    }

    /** Takes so many bytes; false, and nothing taken, if they are not left. */
    boolean take(long bytes) {
        long more = Math.max(0, used + bytes - OWN) - borrowed;
        if (used + bytes > limit || (more > 0 && !shared.take(more))) {
            return false;
        }
        used += bytes;
        borrowed += more;
        return true;
    }

    void giveBack(long bytes) {
        used -= bytes;
        long less = borrowed - Math.max(0, used - OWN);
        borrowed -= less;
        shared.giveBack(less);
    }

    long used() {
        return used;
    }
}
