package io.yizhan.client.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What waits to be sent to one target, by id. Sends go ahead of their answers; once one has to be repeated, all that is
 * on its way is waited for, and then all goes out again in order, so that nothing overtakes it. Times are milliseconds
 * of one monotonic clock.
 */
final class Lane {
    /**
     * The server gives up a number that it cannot store in ten seconds, of which it may take eight; then the message
     * gets another. So what was sent longer ago goes out by itself.
     */
    private static final long OLD_MS = Duration.ofSeconds(2).toMillis();

    private final TreeMap<Long, PendingSend> waiting = new TreeMap<>();
    /** Of those that were sent and are not settled. */
    private final Map<Long, Long> firstSent = new HashMap<>();

    private long pausedUntil = Long.MIN_VALUE;
    private int onTheWay;
    private boolean repeating;
    private boolean alone;

    void add(PendingSend send) {
        waiting.put(send.id(), send);
    }

    /** As {@link #add}, of a send that somebody else may have sent long ago. */
    void resume(PendingSend send) {
        firstSent.put(send.id(), Long.MIN_VALUE / 2);
        add(send);
    }

    /** What was taken has to go out once more, before all that is behind it. */
    void again(PendingSend send) {
        onTheWay--;
        repeating = true;
        if (send.isOver()) {
            firstSent.remove(send.id());
        } else {
            add(send);
        }
    }

    /** What was taken is not tried any more. */
    void settled(PendingSend send) {
        onTheWay--;
        firstSent.remove(send.id());
    }

    void pauseUntil(long time) {
        pausedUntil = Math.max(pausedUntil, time);
    }

    void resume() {
        pausedUntil = Long.MIN_VALUE;
    }

    /** The next one to send; empty when nothing waits, while the lane pauses, or when answers are to come first. */
    Optional<PendingSend> take(long now) {
        dropThoseThatAreOver();
        if (waiting.isEmpty() || now < pausedUntil) {
            return Optional.empty();
        }
        boolean old = now - firstSent.getOrDefault(waiting.firstKey(), now) >= OLD_MS;
        if (onTheWay > 0 && (repeating || alone || old)) {
            return Optional.empty();
        }
        repeating = false;
        alone = old;
        onTheWay++;
        PendingSend next = waiting.pollFirstEntry().getValue();
        firstSent.putIfAbsent(next.id(), now);
        return Optional.of(next);
    }

    /** Takes all that waits, to be sent no more. */
    List<PendingSend> takeAll() {
        List<PendingSend> all = new ArrayList<>(waiting.values());
        waiting.clear();
        return all;
    }

    boolean isIdle() {
        return waiting.isEmpty() && onTheWay == 0;
    }

    private void dropThoseThatAreOver() {
        while (!waiting.isEmpty() && waiting.firstEntry().getValue().isOver()) {
            firstSent.remove(waiting.pollFirstEntry().getKey());
        }
    }
}
