package io.yizhan.server.session;

import io.netty.channel.EventLoop;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One wheel for all sessions of a worker: to set and to cancel costs the same with one session and with a hundred
 * thousand. It turns ten times a second, on a thread that does nothing but hand over to the event loops.
 */
public final class TimingWheel implements Wakeups, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TimingWheel.class);
    private static final long TICK_MS = 100;

    private final Timer wheel =
            new HashedWheelTimer(new DefaultThreadFactory("timing-wheel", true), TICK_MS, TimeUnit.MILLISECONDS);

    @Override
    public Wakeup after(EventLoop loop, long nanos, Runnable task) {
        Timeout timeout = wheel.newTimeout(due -> handOver(loop, task), nanos, TimeUnit.NANOSECONDS);
        return timeout::cancel;
    }

    private static void handOver(EventLoop loop, Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            log.debug("The event loops are shut down, nobody is woken", e);
        }
    }

    /** To be called after the event loops have ended; nobody is woken any more. */
    @Override
    public void close() {
        wheel.stop();
    }
}
