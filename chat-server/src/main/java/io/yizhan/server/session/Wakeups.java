package io.yizhan.server.session;

import io.netty.channel.EventLoop;

/** Runs tasks on event loops after a while. */
public interface Wakeups {
    /** Runs {@code task} on {@code loop} once, in so many nanoseconds or a little later. Called on that loop. */
    Wakeup after(EventLoop loop, long nanos, Runnable task);

    /** A task that is to run. */
    interface Wakeup {
        /** It is not run any more, unless it is on its way already. */
        void cancel();
    }
}
