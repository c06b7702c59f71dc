package io.yizhan.server.session;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whose turn it is on one event loop, which owns all of it. */
final class LoopTurns {
    private static final Logger log = LoggerFactory.getLogger(LoopTurns.class);
    /** Sessions told in one turn, where they are told one message each: some hundred microseconds. */
    static final int SLICE = 64;
    /** Shorter rests are none: they would cost more than they leave to others. */
    private static final long SHORTEST_REST = TimeUnit.MICROSECONDS.toNanos(100);

    /** A selector wakes its loop by the millisecond, so up to one late. */
    private static final long TIMER_STEP = TimeUnit.MILLISECONDS.toNanos(1);

    private final EventLoop loop;
    private final FanOutPace pace;
    private final Queue<LoopGroup> waiting = new ArrayDeque<>();
    private boolean running;

    LoopTurns(EventLoop loop) {
        this.loop = loop;
        this.pace = new FanOutPace(now());
    }

    /** Runs the task on the loop, in the order of the calls. */
    void execute(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            log.debug("The event loops are shut down, no group is told anything");
        }
    }

    /** By the loop's clock, in nanoseconds. */
    long now() {
        return loop.ticker().nanoTime();
    }

    /** How long a group is to rest that has told so many of its sessions something. */
    long rest(int told, int members) {
        return pace.rest(told, members);
    }

    /** The group has something to tell, and waits for its first turn. */
    void enter(LoopGroup group) {
        long due = group.restsUntil();
        long rest = due - now();
        if (rest < SHORTEST_REST) {
            ready(group);
            return;
        }
        try {
            loop.schedule(() -> wake(group, due), rest, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("The event loops are shut down, no group is told anything");
        }
    }

    private void wake(LoopGroup group, long due) {
        pace.ran(now(), due + TIMER_STEP);
        if (group.restsUntil() == due) { // otherwise it was woken before
            ready(group);
        }
    }

    private void ready(LoopGroup group) {
        waiting.add(group);
        if (!running) {
            running = true;
            next();
        }
    }

    private void next() {
        long asked = now();
        execute(() -> turn(asked));
    }

    private void turn(long asked) {
        pace.ran(now(), asked);
        LoopGroup group = waiting.poll();
        if (group != null && group.tell(SLICE)) {
            enter(group);
        }
        running = !waiting.isEmpty();
        if (running) {
            next();
        }
    }
}
