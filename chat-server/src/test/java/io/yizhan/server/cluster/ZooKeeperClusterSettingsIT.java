package io.yizhan.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.server.state.ClusterSettings;
import io.yizhan.server.state.ClusterSettingsContract;
import io.yizhan.server.state.LoginPolicy;
import io.yizhan.server.state.LoginPolicyFormat;
import io.yizhan.server.state.SettingsDesk;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ZooKeeperClusterSettingsIT extends ClusterSettingsContract {
    @RegisterExtension
    final ZooKeeperExtension zookeeper = new ZooKeeperExtension();

    @Override
    protected ClusterSettings worker() throws InterruptedException {
        ZooKeeperClusterSettings settings = new ZooKeeperClusterSettings(zookeeper.newClient(), KNOWN);
        settings.start(ZooKeeperExtension.TIMEOUT);
        return settings;
    }

    @Override
    protected SettingsDesk desk() throws InterruptedException {
        return new ZooKeeperSettingsDesk(zookeeper.newClient());
    }

    @Test
    void theLastValueStands_whileZooKeeperIsAway_andWhatChangedMeanwhileIsFollowed() throws Exception {
        ClusterSettings settings = worker();
        desk().set("login-policy", "{\"policy\":\"SINGLE_DEVICE\"}");
        await().atMost(ZooKeeperExtension.TIMEOUT)
                .until(() -> settings.value(LoginPolicyFormat.SETTING).isPresent());

        zookeeper.server().stop();
        await().during(Duration.ofMillis(500))
                .atMost(Duration.ofSeconds(5))
                .until(() -> settings.value(LoginPolicyFormat.SETTING)
                        .filter(LoginPolicy.SINGLE_DEVICE::equals)
                        .isPresent());
        zookeeper.server().restart();
        desk().set("login-policy", "{\"policy\":\"MULTI_DEVICE\"}");

        await().atMost(ZooKeeperExtension.TIMEOUT)
                .untilAsserted(() ->
                        assertThat(settings.value(LoginPolicyFormat.SETTING)).contains(LoginPolicy.MULTI_DEVICE));
    }
}
