package io.yizhan.server.cluster.memory;

import io.yizhan.server.state.ClusterSetting;
import io.yizhan.server.state.ClusterSettings;
import io.yizhan.server.state.SettingValues;
import io.yizhan.server.state.SettingsDesk;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The settings of all workers in this process, and where they are set. Safe from any thread. */
public final class MemoryClusterSettings implements ClusterSettings, SettingsDesk {
    private final SettingValues values;
    private final SortedMap<String, String> written = new TreeMap<>();

    public MemoryClusterSettings(List<ClusterSetting<?>> known) {
        this.values = new SettingValues(known);
    }

    @Override
    public <T> Optional<T> value(ClusterSetting<T> setting) {
        return values.value(setting);
    }

    @Override
    public synchronized SortedMap<String, String> all() {
        return new TreeMap<>(written);
    }

    @Override
    public synchronized void set(String name, String text) {
        written.put(name, text);
        values.set(name, text);
    }

    @Override
    public synchronized boolean unset(String name) {
        values.unset(name);
        return written.remove(name) != null;
    }

    @Override
    public void close() {
        // nothing is open
    }
}
