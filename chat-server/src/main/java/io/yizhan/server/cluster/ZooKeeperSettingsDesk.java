package io.yizhan.server.cluster;

import io.yizhan.discovery.ZooKeeperClient;
import io.yizhan.server.state.SettingsDesk;
import io.yizhan.server.state.StateUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;

/** Writes what {@link ZooKeeperClusterSettings} reads. */
public final class ZooKeeperSettingsDesk implements SettingsDesk {
    private final ZooKeeperClient zookeeper;
    private final CuratorFramework curator;

    /** @param zookeeper started; closed with this */
    public ZooKeeperSettingsDesk(ZooKeeperClient zookeeper) {
        this.zookeeper = zookeeper;
        this.curator = zookeeper.curator();
    }

    @Override
    public SortedMap<String, String> all() {
        return call("read", () -> {
            SortedMap<String, String> all = new TreeMap<>();
            try {
                for (String name : curator.getChildren().forPath(ZooKeeperClusterSettings.SETTINGS)) {
                    all.put(name, new String(curator.getData().forPath(path(name)), StandardCharsets.UTF_8));
                }
            } catch (KeeperException.NoNodeException e) {
                // nothing was ever set, or one was taken back just now
                return all;
            }
            return all;
        });
    }

    @Override
    public void set(String name, String text) {
        call(
                "set " + name,
                () -> curator.create()
                        .orSetData()
                        .creatingParentsIfNeeded()
                        .forPath(path(name), text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public boolean unset(String name) {
        return call("unset " + name, () -> {
            try {
                curator.delete().forPath(path(name));
                return true;
            } catch (KeeperException.NoNodeException e) {
                return false;
            }
        });
    }

    @Override
    public void close() {
        zookeeper.close();
    }

    private static String path(String name) {
        return ZooKeeperClusterSettings.SETTINGS + "/" + name;
    }

    private static <T> T call(String what, Callable<T> call) {
        try {
            return call.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StateUnavailableException("Interrupted: " + what, e);
        } catch (Exception e) { // the vendor's signature
            throw new StateUnavailableException("Could not " + what + " in ZooKeeper", e);
        }
    }
}
