package io.yizhan.server.cluster;

import io.yizhan.discovery.ZooKeeperClient;
import io.yizhan.server.state.EpochRegister;
import io.yizhan.server.state.StateUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The epoch as one decimal in {@code /im/epoch}, which nobody ever deletes. Writes are compared with the version that
 * was read, so of two that raise at once each gets another.
 */
public final class ZooKeeperEpochRegister implements EpochRegister {
    private static final Logger log = LoggerFactory.getLogger(ZooKeeperEpochRegister.class);
    private static final String EPOCH = "/im/epoch";
    private static final String TURNS = "/im/epoch-turns";

    private final CuratorFramework zookeeper;

    public ZooKeeperEpochRegister(ZooKeeperClient zookeeper) {
        this.zookeeper = zookeeper.curator();
    }

    @Override
    public Turn turn(Duration limit) {
        InterProcessMutex mutex = new InterProcessMutex(zookeeper, TURNS);
        boolean mine;
        try {
            mine = mutex.acquire(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (Exception e) {
            throw unavailable(e);
        }
        if (!mine) {
            throw unavailable(new TimeoutException("Not within " + limit));
        }
        return new OneTurn(mutex);
    }

    private long raise(long other) {
        try {
            while (true) {
                Stat read = new Stat();
                long next = Math.max(present(read), other) + 1;
                if (next > HIGHEST) {
                    throw new IllegalStateException("No epoch is left above: " + (next - 1));
                }
                if (write(next, read)) {
                    return next;
                }
            }
        } catch (IllegalStateException e) {
            throw e;
        } catch (Exception e) {
            throw unavailable(e);
        }
    }

    /** @param read is filled in if there is an epoch */
    private long present(Stat read) throws Exception {
        try {
            byte[] data = zookeeper.getData().storingStatIn(read).forPath(EPOCH);
            return Long.parseLong(new String(data, StandardCharsets.UTF_8));
        } catch (KeeperException.NoNodeException e) {
            log.debug("There is no epoch yet", e);
            return NONE;
        } catch (NumberFormatException e) {
            throw new IllegalStateException("Not an epoch in the znode: " + EPOCH, e);
        }
    }

    /** False if another one was faster; or this one itself, when the answer got lost: then an epoch is skipped. */
    private boolean write(long next, Stat read) throws Exception {
        byte[] data = Long.toString(next).getBytes(StandardCharsets.UTF_8);
        try {
            if (read.getCzxid() == 0) {
                zookeeper.create().creatingParentsIfNeeded().forPath(EPOCH, data);
            } else {
                zookeeper.setData().withVersion(read.getVersion()).forPath(EPOCH, data);
            }
            return true;
        } catch (KeeperException.NodeExistsException | KeeperException.BadVersionException e) {
            log.debug("The epoch was raised meanwhile", e);
            return false;
        }
    }

    private static StateUnavailableException unavailable(Exception cause) {
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new StateUnavailableException("The epoch in ZooKeeper cannot be raised", cause);
    }

    private final class OneTurn implements Turn {
        private final InterProcessMutex mutex;

        OneTurn(InterProcessMutex mutex) {
            this.mutex = mutex;
        }

        @Override
        public long present() {
            try {
                return ZooKeeperEpochRegister.this.present(new Stat());
            } catch (IllegalStateException e) {
                throw e;
            } catch (Exception e) {
                throw unavailable(e);
            }
        }

        @Override
        public long raise(long other) {
            return ZooKeeperEpochRegister.this.raise(other);
        }

        @Override
        public void close() {
            try {
                mutex.release();
            } catch (Exception e) {
                // the recipe goes on deleting it in the background, and the session's end does so in any case
                log.warn("A turn at the epoch could not be ended at once, others wait for it", e);
            }
        }
    }
}
