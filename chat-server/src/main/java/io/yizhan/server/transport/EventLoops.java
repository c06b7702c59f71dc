package io.yizhan.server.transport;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.yizhan.server.session.TimingWheel;
import io.yizhan.server.session.Wakeups;
import java.util.concurrent.TimeUnit;

/**
 * The event loops of a worker: one accepts, the others serve clients and links to other workers. One timing wheel
 * stands beside them for what thousands of connections wait for.
 */
public final class EventLoops implements AutoCloseable {
    private static final long QUIET_MS = 0;
    private static final long STOP_MS = 2_000;

    private final EventLoopGroup acceptor =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("accept"), NioIoHandler.newFactory());
    private final EventLoopGroup workers;
    private final TimingWheel wheel = new TimingWheel();

    /** @param threads that serve connections; 0 for twice the processors */
    public EventLoops(int threads) {
        workers = new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory("event-loop"), NioIoHandler.newFactory());
    }

    public EventLoopGroup acceptor() {
        return acceptor;
    }

    public EventLoopGroup workers() {
        return workers;
    }

    public Wakeups wakeups() {
        return wheel;
    }

    /** Closes every connection that is left, then stops the threads; waits 2 s for each group. */
    @Override
    public void close() {
        acceptor.shutdownGracefully(QUIET_MS, STOP_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(STOP_MS);
        workers.shutdownGracefully(QUIET_MS, STOP_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(STOP_MS);
        wheel.close();
    }
}
