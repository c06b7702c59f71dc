package io.yizhan.gate.start;

import io.yizhan.settings.ClusterSettings;

/** Something that goes by the cluster's settings. */
public interface SettingsFollower {
    /** Called once, when they have been read. */
    void follow(ClusterSettings settings);
}
