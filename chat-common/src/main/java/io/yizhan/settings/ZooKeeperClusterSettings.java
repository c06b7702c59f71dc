package io.yizhan.settings;

import io.yizhan.discovery.ChildWatch;
import io.yizhan.discovery.ZooKeeperClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.curator.framework.recipes.cache.ChildData;
import org.apache.curator.framework.recipes.cache.TreeCacheEvent;
import org.apache.curator.utils.ZKPaths;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The settings as the children of {@code /im/settings}, each with its text in UTF-8, watched. */
public final class ZooKeeperClusterSettings implements ClusterSettings, AutoCloseable {
    static final String SETTINGS = "/im/settings";

    private static final Logger log = LoggerFactory.getLogger(ZooKeeperClusterSettings.class);

    private final SettingValues values;
    private final ChildWatch watch;

    /**
     * Settings that are not watched yet.
     *
     * @param zookeeper must be started before {@link #start}
     * @param known those that this program understands
     */
    public ZooKeeperClusterSettings(ZooKeeperClient zookeeper, List<ClusterSetting<?>> known) {
        this.values = new SettingValues(known);
        this.watch = new ChildWatch(zookeeper, SETTINGS, "settings", "cluster-settings", this::handle);
    }

    /**
     * Reads the settings and goes on watching. Blocks until they were read once.
     *
     * @throws IllegalStateException if that took longer than {@code timeout}
     */
    public void start(Duration timeout) throws InterruptedException {
        watch.start(timeout);
    }

    @Override
    public <T> Optional<T> value(ClusterSetting<T> setting) {
        return values.value(setting);
    }

    @Override
    public <T> void follow(ClusterSetting<T> setting, Consumer<Optional<T>> listener) {
        values.follow(setting, listener);
    }

    @Override
    public void close() {
        watch.close();
    }

    private void handle(TreeCacheEvent event) {
        switch (event.getType()) {
            case NODE_ADDED, NODE_UPDATED -> {
                if (isSetting(event.getData())) {
                    values.set(name(event.getData()), new String(event.getData().getData(), StandardCharsets.UTF_8));
                }
            }
            case NODE_REMOVED -> {
                if (isSetting(event.getData())) {
                    values.unset(name(event.getData()));
                }
            }
            default -> log.debug("Not a change of a setting: {}", event);
        }
    }

    private static boolean isSetting(ChildData znode) {
        return !znode.getPath().equals(SETTINGS);
    }

    private static String name(ChildData znode) {
        return ZKPaths.getNodeFromPath(znode.getPath());
    }
}
