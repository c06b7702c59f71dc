package io.yizhan.settings;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The settings of all workers in this process, and where they are set. Safe from any thread. */
public final class MemoryClusterSettings implements ClusterSettings, SettingsDesk {
    private final SettingValues values;
    private final Clock clock;
    private final SortedMap<String, WrittenSetting> written = new TreeMap<>();

    public MemoryClusterSettings(List<ClusterSetting<?>> known, Clock clock) {
        this.values = new SettingValues(known);
        this.clock = clock;
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
    public synchronized SortedMap<String, WrittenSetting> all() {
        return new TreeMap<>(written);
    }

    @Override
    public <T> T set(ClusterSetting<T> setting, String value, String by) {
        T read = WrittenSetting.read(setting, value);
        write(setting.name(), WrittenSetting.text(value, by));
        return read;
    }

    /** As another program may do it, unchecked. */
    public synchronized void write(String name, String text) {
        written.put(name, WrittenSetting.of(text, clock.millis()));
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
