package io.yizhan.server.session;

import java.util.concurrent.atomic.AtomicLong;

/** An amount of memory that many draw on, in bytes. Safe from any thread. */
public final class SharedBytes {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    public SharedBytes(long limit) {
        this.limit = limit;
    }

    /** Takes so many; false, and nothing taken, if they are not left. */
    boolean take(long bytes) {
        if (used.addAndGet(bytes) > limit) {
            used.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }

    /** How many are taken. */
    public long used() {
        return used.get();
    }
}
