package io.yizhan.server.session;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whose turn it is on one event loop, which owns all of it. */
final class LoopTurns {
    private static final Logger log = LoggerFactory.getLogger(LoopTurns.class);
    /** Sessions that are told in one turn: some tens of microseconds. */
    static final int SLICE = 64;

    private final EventLoop loop;
    private final Queue<LoopGroup> waiting = new ArrayDeque<>();
    private boolean running;

    LoopTurns(EventLoop loop) {
        this.loop = loop;
    }

    /** Runs the task on the loop, in the order of the calls. */
    void execute(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            log.debug("The event loops are shut down, no group is told anything");
        }
    }

    /** The group has something to tell, and waits for its first turn. */
    void enter(LoopGroup group) {
        waiting.add(group);
        if (!running) {
            running = true;
            execute(this::turn);
        }
    }

    private void turn() {
        LoopGroup group = waiting.poll();
        if (group != null && group.tell(SLICE)) {
            waiting.add(group);
        }
        running = !waiting.isEmpty();
        if (running) {
            execute(this::turn);
        }
    }
}
