package io.yizhan.server.session;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Wakes by the event loop's own clock, to the nanosecond. */
public final class OnLoop implements Wakeups {
    /** What sessions share, with the protocol's settings. */
    public static PushShared shared() {
        return PushShared.of(PushSettings.DEFAULT, new OnLoop());
    }

    @Override
    public Wakeup after(EventLoop loop, long nanos, Runnable task) {
        Future<?> scheduled = loop.schedule(task, nanos, TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }
}
