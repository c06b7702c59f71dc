package io.yizhan.discovery;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.curator.framework.recipes.cache.TreeCache;
import org.apache.curator.framework.recipes.cache.TreeCacheEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches one znode and its children in ZooKeeper; its listener is called on a thread of the watch's own. */
@SuppressWarnings("deprecation") // TreeCache on purpose, see docs/adr/0001-treecache.md
public final class ChildWatch implements Executor, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ChildWatch.class);

    private final String what;
    private final String path;
    private final CountDownLatch read = new CountDownLatch(1);
    private final ExecutorService thread;
    private final TreeCache cache;

    /**
     * A watch that is not started; {@code zookeeper} must be, before {@link #start}.
     *
     * @param what the children are, for messages
     * @param threadName of the thread that {@code listener} is called on
     * @param listener hears of the znode itself as well
     */
    public ChildWatch(
            ZooKeeperClient zookeeper, String path, String what, String threadName, Consumer<TreeCacheEvent> listener) {
        this.what = what;
        this.path = path;
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread daemon = new Thread(task, threadName);
            daemon.setDaemon(true);
            return daemon;
        });
        this.cache = TreeCache.newBuilder(zookeeper.curator(), path)
                .setMaxDepth(1)
                .setExecutor(thread)
                .build();
        cache.getListenable().addListener((client, event) -> {
            listener.accept(event);
            if (event.getType() == TreeCacheEvent.Type.INITIALIZED) {
                read.countDown();
            }
        });
        cache.getUnhandledErrorListenable()
                .addListener((message, error) -> log.warn("The watch on the {} failed: {}", what, message, error));
    }

    /**
     * Reads the children and goes on watching. Blocks until the first reading is complete; no children is complete too.
     *
     * @throws IllegalStateException if that took longer than {@code timeout}
     */
    public void start(Duration timeout) throws InterruptedException {
        try {
            cache.start();
        } catch (Exception e) { // the vendor's signature
            throw new IllegalStateException("Could not watch the " + what + " at: " + path, e);
        }
        if (!read.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("Could not read the " + what + " within " + timeout + ": " + path);
        }
    }

    /** Whether the first reading is complete. */
    public boolean isRead() {
        return read.getCount() == 0;
    }

    /** On the listener's thread. */
    @Override
    public void execute(Runnable task) {
        thread.execute(task);
    }

    @Override
    public void close() {
        cache.close();
        thread.shutdown();
    }
}
