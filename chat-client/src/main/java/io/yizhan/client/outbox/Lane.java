package io.yizhan.client.outbox;

import java.util.Optional;
import java.util.TreeMap;

/** What waits to be sent to one target, by id; a lane pauses as a whole, so that a retry is not overtaken. */
final class Lane {
    private final TreeMap<Long, PendingSend> waiting = new TreeMap<>();
    private long pausedUntil = Long.MIN_VALUE;

    void add(PendingSend send) {
        waiting.put(send.id(), send);
    }

    void pauseUntil(long time) {
        pausedUntil = Math.max(pausedUntil, time);
    }

    void resume() {
        pausedUntil = Long.MIN_VALUE;
    }

    /** The next one to send; empty when nothing waits, or while the lane pauses. */
    Optional<PendingSend> take(long now) {
        while (!waiting.isEmpty() && waiting.firstEntry().getValue().isOver()) {
            waiting.pollFirstEntry();
        }
        return waiting.isEmpty() || now < pausedUntil
                ? Optional.empty()
                : Optional.of(waiting.pollFirstEntry().getValue());
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }
}
