package io.yizhan.server.state;

import java.util.Optional;

/**
 * Settings that hold for all workers at once and change while they run. What an operator sets reaches every worker
 * within 2 s; while the store of the settings is away the last values stand. Safe from any thread, never blocks.
 */
public interface ClusterSettings {
    /** What is set, or empty where nothing is, so that each worker's own configuration counts. */
    <T> Optional<T> value(ClusterSetting<T> setting);
}
