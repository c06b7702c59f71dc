package io.yizhan.server.session;

import io.netty.channel.EventLoop;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Brings what concerns a group to the sessions here that belong to its members, on their event loops: a slice of one
 * group, then a slice of the next, and between two slices whatever else the loop has to do. So neither a large group
 * nor a hot one holds up the others, or anybody's own conversations. Safe from any thread.
 */
public final class FanOut {
    private final ConcurrentMap<EventLoop, LoopTurns> loops = new ConcurrentHashMap<>();
    private final LongAdder pushed = new LongAdder();

    /** The sessions of one more group; none at first. */
    public GroupSessions group() {
        return new GroupSessions(this);
    }

    /** How many messages were handed to sessions, counted for each session, since the start. */
    public long pushed() {
        return pushed.sum();
    }

    LoopTurns on(EventLoop loop) {
        return loops.computeIfAbsent(loop, LoopTurns::new);
    }

    void count(int sessions) {
        pushed.add(sessions);
    }
}
