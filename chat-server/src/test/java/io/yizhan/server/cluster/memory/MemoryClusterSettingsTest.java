package io.yizhan.server.cluster.memory;

import io.yizhan.server.state.ClusterSettings;
import io.yizhan.server.state.ClusterSettingsContract;
import io.yizhan.server.state.SettingsDesk;

class MemoryClusterSettingsTest extends ClusterSettingsContract {
    private final MemoryClusterSettings settings = new MemoryClusterSettings(KNOWN);

    @Override
    protected ClusterSettings worker() {
        return settings;
    }

    @Override
    protected SettingsDesk desk() {
        return settings;
    }
}
