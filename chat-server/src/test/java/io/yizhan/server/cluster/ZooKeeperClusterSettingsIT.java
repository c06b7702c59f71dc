package io.yizhan.server.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.server.state.ClusterSettingsContract;
import io.yizhan.settings.ClusterSettings;
import io.yizhan.settings.LoginPolicy;
import io.yizhan.settings.LoginPolicyFormat;
import io.yizhan.settings.SettingsDesk;
import io.yizhan.settings.ZooKeeperClusterSettings;
import io.yizhan.settings.ZooKeeperSettingsDesk;
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

    @Override
    protected void write(String name, String text) throws InterruptedException {
        try {
            zookeeper
                    .newClient()
                    .curator()
                    .create()
                    .orSetData()
                    .creatingParentsIfNeeded()
                    .forPath("/im/settings/" + name, text.getBytes(UTF_8));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) { // the vendor's signature
            throw new IllegalStateException("Could not write: " + name, e);
        }
    }

    @Test
    void theLastValueStands_whileZooKeeperIsAway_andWhatChangedMeanwhileIsFollowed() throws Exception {
        ClusterSettings settings = worker();
        desk().set(LoginPolicyFormat.SETTING, "{\"policy\":\"SINGLE_DEVICE\"}", "root");
        await().atMost(ZooKeeperExtension.TIMEOUT)
                .until(() -> settings.value(LoginPolicyFormat.SETTING).isPresent());

        zookeeper.server().stop();
        await().during(Duration.ofMillis(500))
                .atMost(Duration.ofSeconds(5))
                .until(() -> settings.value(LoginPolicyFormat.SETTING)
                        .filter(LoginPolicy.SINGLE_DEVICE::equals)
                        .isPresent());
        zookeeper.server().restart();
        desk().set(LoginPolicyFormat.SETTING, "{\"policy\":\"MULTI_DEVICE\"}", "root");

        await().atMost(ZooKeeperExtension.TIMEOUT)
                .untilAsserted(() ->
                        assertThat(settings.value(LoginPolicyFormat.SETTING)).contains(LoginPolicy.MULTI_DEVICE));
    }
}
