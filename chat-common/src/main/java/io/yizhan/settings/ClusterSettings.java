package io.yizhan.settings;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Settings that hold for all workers and gates at once and change while they run. What an operator sets reaches each of
 * them within 2 s; while the store of the settings is away the last values stand. Safe from any thread, never blocks.
 */
public interface ClusterSettings {
    /** What is set, or empty where nothing is, so that each program's own configuration counts. */
    <T> Optional<T> value(ClusterSetting<T> setting);

    /**
     * Calls {@code listener} with what is set now, on this thread, and with each later value, on the settings' own; it
     * must not block.
     */
    <T> void follow(ClusterSetting<T> setting, Consumer<Optional<T>> listener);
}
