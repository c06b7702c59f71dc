package io.yizhan.server.state;

import java.util.SortedMap;

/** Where operators set what {@link ClusterSettings} gives to the workers. Blocks; one thread. */
public interface SettingsDesk extends AutoCloseable {
    /** All that is set, by name, as it was written. */
    SortedMap<String, String> all();

    /** Sets it for all workers; nobody checks it here. */
    void set(String name, String text);

    /** Takes it back; says whether there was anything. */
    boolean unset(String name);

    @Override
    void close();
}
