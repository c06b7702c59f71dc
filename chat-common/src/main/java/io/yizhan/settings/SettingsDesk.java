package io.yizhan.settings;

import java.util.SortedMap;

/**
 * Where operators set what {@link ClusterSettings} gives to workers and gates. Blocks; fails with a
 * {@link SettingsUnavailableException}.
 */
public interface SettingsDesk extends AutoCloseable {
    /** All that is set, by name, as it was written. */
    SortedMap<String, WrittenSetting> all();

    /**
     * Sets it for all, once it was read as a value of the setting.
     *
     * @param value a JSON object
     * @param by who does so
     * @return the value as it was read
     * @throws IllegalArgumentException saying why it is no value of the setting; then nothing is changed
     */
    <T> T set(ClusterSetting<T> setting, String value, String by);

    /** Takes it back; says whether there was anything. */
    boolean unset(String name);

    @Override
    void close();
}
