package io.yizhan.model;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What has happened in runs, and how often: a fault that never happens proves nothing. */
final class Tally {
    private final Map<Event, Integer> counts = new EnumMap<>(Event.class);

    /** A fault, or what follows from one. */
    enum Event {
        FRAME_LOST,
        FRAME_LATE,
        CONNECTION_CUT,
        DEVICE_STALLED,
        CLIENT_KILLED,
        LOCAL_STORE_LOST,
        WORKER_KILLED,
        WORKER_STOPPED,
        BATCH_LOST,
        BATCH_TWICE,
        REDIS_FAILED,
        REDIS_DID_IT_UNHEARD,
        DATABASE_FAILED,
        DATABASE_DID_IT_UNHEARD,
        APPEND_FAILED,
        STORED_THOUGH_FAILED,
        CONSUMED_AGAIN,
        PERSISTER_PAUSED,
        REDIS_FORGOT,
        LIST_REFILLED,
        POSITIONS_RESTORED,
        ACKNOWLEDGED_IN_LATER_EPOCH,
        REPEAT_RECOGNISED,
        REPEAT_RECOGNISED_AFTER_LOSS,
        DECLARED_EMPTY,
        RENUMBERED,
        RECALLED,
        SHOWN_EMPTIED
    }

    void count(Event event) {
        counts.merge(event, 1, Integer::sum);
    }

    void add(Tally other) {
        other.counts.forEach((event, times) -> counts.merge(event, times, Integer::sum));
    }

    List<Event> missing() {
        return Arrays.stream(Event.values())
                .filter(event -> !counts.containsKey(event))
                .toList();
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
