package io.yizhan.server.cluster.memory;

import io.yizhan.server.state.ClusterSettingsContract;
import io.yizhan.settings.ClusterSettings;
import io.yizhan.settings.MemoryClusterSettings;
import io.yizhan.settings.SettingsDesk;
import java.time.Clock;

class MemoryClusterSettingsTest extends ClusterSettingsContract {
    private final MemoryClusterSettings settings = new MemoryClusterSettings(KNOWN, Clock.systemUTC());

    @Override
    protected ClusterSettings worker() {
        return settings;
    }

    @Override
    protected SettingsDesk desk() {
        return settings;
    }

    @Override
    protected void write(String name, String text) {
        settings.write(name, text);
    }
}
