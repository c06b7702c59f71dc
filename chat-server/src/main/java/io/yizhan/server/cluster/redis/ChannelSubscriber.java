package io.yizhan.server.cluster.redis;

import io.yizhan.lifecycle.Outage;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Listens on one channel at a time, on a thread and a connection of its own, again after each failure. A connection on
 * which nothing comes for as long as a blocking read may take is given up, so something has to be published from time
 * to time.
 */
final class ChannelSubscriber implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ChannelSubscriber.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final int MOST_DOUBLINGS = 4;
    private static final Duration LAST_READ = Duration.ofSeconds(5);

    private final UnifiedJedis redis;
    private final AtomicReference<@Nullable Subscription> wanted = new AtomicReference<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger failures = new AtomicInteger();
    private final Outage outage =
            new Outage(log, "What other workers publish is not heard; it is asked for later", System::nanoTime);
    private final Thread thread = new Thread(this::run, "peer-subscriber");

    /** @param redis must have a connection to spare: one is in use all the time */
    ChannelSubscriber(UnifiedJedis redis) {
        this.redis = redis;
    }

    /** Listens on this channel instead of the former one. */
    void listen(byte[] channel, Consumer<byte[]> listener) {
        Subscription former = wanted.getAndSet(new Subscription(channel, listener));
        if (former == null) {
            thread.setDaemon(true);
            thread.start();
        } else {
            former.end();
        }
    }

    /** Returns when the thread has ended, or after 5 s. */
    @Override
    public void close() {
        closed.countDown();
        Subscription last = wanted.get();
        if (last == null) {
            return;
        }
        last.end();
        try {
            thread.join(LAST_READ.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        for (Subscription current = wanted.get(); current != null && !isClosed(Duration.ZERO); current = wanted.get()) {
            try {
                redis.subscribe(current, current.channel);
            } catch (JedisException e) {
                outage.failed(e);
                int doublings = Math.min(failures.getAndIncrement(), MOST_DOUBLINGS);
                isClosed(FIRST_PAUSE.multipliedBy(1L << doublings));
            }
        }
    }

    private boolean isClosed(Duration within) {
        try {
            return closed.await(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed.countDown();
            return true;
        }
    }

    /** One channel; may be subscribed to again after a failure. */
    private final class Subscription extends BinaryJedisPubSub {
        private final byte[] channel;
        private final Consumer<byte[]> listener;
        private final AtomicBoolean ended = new AtomicBoolean();

        Subscription(byte[] channel, Consumer<byte[]> listener) {
            this.channel = channel;
            this.listener = listener;
        }

        @Override
        public void onSubscribe(byte[] subscribed, int count) {
            failures.set(0);
            outage.over();
            if (wanted.get() != this || isClosed(Duration.ZERO)) {
                end(); // when that was asked for, there was nothing to end yet
            }
        }

        @Override
        public void onMessage(byte[] from, byte[] message) {
            if (wanted.get() == this && Arrays.equals(from, channel)) {
                listener.accept(message);
            }
        }

        /** Ends the subscription if it stands, by one command only: a second answer would stay on the connection. */
        void end() {
            try {
                if (isSubscribed() && ended.compareAndSet(false, true)) {
                    unsubscribe(channel);
                }
            } catch (JedisException e) {
                log.debug("The connection was gone already", e);
            }
        }
    }
}
