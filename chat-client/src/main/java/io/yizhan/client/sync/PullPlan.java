package io.yizhan.client.sync;

/** When a conversation pulls next; at most one pull at a time. Times are milliseconds of one monotonic clock. */
final class PullPlan {
    private static final long NEVER = Long.MAX_VALUE;

    private long dueAt = NEVER;
    private boolean running;

    boolean isPlanned() {
        return dueAt != NEVER;
    }

    boolean isRunning() {
        return running;
    }

    boolean isDue(long now) {
        return !running && dueAt <= now;
    }

    /** When to look again, or {@link Long#MAX_VALUE} when there is nothing to wait for. */
    long dueAt() {
        return running ? NEVER : dueAt;
    }

    void at(long time) {
        dueAt = time;
    }

    void noLaterThan(long time) {
        dueAt = Math.min(dueAt, time);
    }

    void cancel() {
        dueAt = NEVER;
    }

    void started() {
        running = true;
        dueAt = NEVER;
    }

    void ended() {
        running = false;
    }
}
