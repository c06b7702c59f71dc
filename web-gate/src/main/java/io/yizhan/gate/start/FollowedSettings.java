package io.yizhan.gate.start;

import io.yizhan.settings.ZooKeeperClusterSettings;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/** The cluster's settings, with all that goes by them. */
@Component
final class FollowedSettings {
    private final ZooKeeperClusterSettings settings;
    private final List<SettingsFollower> followers;

    FollowedSettings(ZooKeeperClusterSettings settings, List<SettingsFollower> followers) {
        this.settings = settings;
        this.followers = followers;
    }

    /** Blocks until they were read. */
    void start(Duration limit) throws InterruptedException {
        settings.start(limit);
        followers.forEach(follower -> follower.follow(settings));
    }
}
