package io.yizhan.access;

import io.yizhan.lifecycle.Outage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.resps.StreamEntry;

/** One listener's thread: reads a stream from where it was, again with back-off after a failure, until closed. */
final class StreamReader implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StreamReader.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final int PAGE = 256;

    private final UnifiedJedis redis;
    private final String stream;
    private final RedisStream.Listener listener;
    private final AtomicReference<StreamEntryID> seen;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /** @param name of the thread, and in the log what it is that is read */
    StreamReader(UnifiedJedis redis, String stream, String name, RedisStream.Listener listener, StreamEntryID from) {
        this.redis = redis;
        this.stream = stream;
        this.listener = listener;
        this.seen = new AtomicReference<>(from);
        this.thread = new Thread(this::run, name);
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns when the thread has ended, or after twice the longest wait of a read. */
    @Override
    public void close() throws InterruptedException {
        closed.countDown();
        thread.join(RedisClients.BLOCK.multipliedBy(2).toMillis());
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        boolean away = false;
        while (!isClosed(Duration.ZERO)) {
            try {
                readOnce();
                if (away) {
                    log.info("Read again: {}", thread.getName());
                    guarded(listener::resumed);
                }
                away = false;
                pause = FIRST_PAUSE;
            } catch (JedisException e) {
                if (!away) {
                    log.warn("Could not read {}, trying on: {}", thread.getName(), Outage.inOneLine(e));
                }
                away = true;
                isClosed(pause);
                pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
            }
        }
    }

    private void readOnce() {
        XReadParams params =
                XReadParams.xReadParams().count(PAGE).block(Math.toIntExact(RedisClients.BLOCK.toMillis()));
        List<Map.Entry<String, List<StreamEntry>>> streams = redis.xread(params, Map.of(stream, seen.get()));
        if (streams == null) {
            return;
        }
        for (Map.Entry<String, List<StreamEntry>> read : streams) {
            for (StreamEntry entry : read.getValue()) {
                seen.set(entry.getID());
                guarded(() -> listener.added(entry.getFields()));
            }
        }
    }

    /** One entry that the listener fails on does not hide the next. */
    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            log.warn("Not acted upon, one of: {}", thread.getName(), e);
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
}
