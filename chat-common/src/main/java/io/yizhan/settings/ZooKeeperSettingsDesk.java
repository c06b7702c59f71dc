package io.yizhan.settings;

import io.yizhan.discovery.ZooKeeperClient;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

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
    public SortedMap<String, WrittenSetting> all() {
        return call("read the settings", () -> {
            SortedMap<String, WrittenSetting> all = new TreeMap<>();
            try {
                for (String name : curator.getChildren().forPath(ZooKeeperClusterSettings.SETTINGS)) {
                    Stat stat = new Stat();
                    byte[] data = curator.getData().storingStatIn(stat).forPath(path(name));
                    all.put(name, WrittenSetting.of(new String(data, StandardCharsets.UTF_8), stat.getMtime()));
                }
            } catch (KeeperException.NoNodeException e) {
                // nothing was ever set, or one was taken back just now
                return all;
            }
            return all;
        });
    }

    @Override
    public <T> T set(ClusterSetting<T> setting, String value, String by) {
        T read = WrittenSetting.read(setting, value);
        byte[] text = WrittenSetting.text(value, by).getBytes(StandardCharsets.UTF_8);
        call(
                "set " + setting.name(),
                () -> curator.create().orSetData().creatingParentsIfNeeded().forPath(path(setting.name()), text));
        return read;
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
            throw new SettingsUnavailableException("Interrupted: " + what, e);
        } catch (Exception e) { // the vendor's signature
            throw new SettingsUnavailableException("Could not " + what + " in ZooKeeper", e);
        }
    }
}
