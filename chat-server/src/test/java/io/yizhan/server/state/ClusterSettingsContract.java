package io.yizhan.server.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What workers see of the settings that an operator writes. */
public abstract class ClusterSettingsContract {
    /** How soon every worker is to follow. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    protected static final List<ClusterSetting<?>> KNOWN = List.of(LoginPolicyFormat.SETTING);

    /** As a worker reads them; all of one test are one cluster. */
    protected abstract ClusterSettings worker() throws InterruptedException;

    protected abstract SettingsDesk desk() throws InterruptedException;

    private static void awaitPolicy(ClusterSettings settings, LoginPolicy expected) {
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(settings.value(LoginPolicyFormat.SETTING)).contains(expected));
    }

    @Test
    void everyWorkerFollows_whatIsSetChangedAndTakenBack() throws InterruptedException {
        ClusterSettings one = worker();
        ClusterSettings other = worker();
        SettingsDesk desk = desk();
        assertThat(one.value(LoginPolicyFormat.SETTING)).isEmpty();
        assertThat(desk.all()).isEmpty();

        desk.set("login-policy", "{\"policy\":\"SINGLE_DEVICE\"}");
        awaitPolicy(one, LoginPolicy.SINGLE_DEVICE);
        awaitPolicy(other, LoginPolicy.SINGLE_DEVICE);

        desk.set("login-policy", "{\"policy\":\"LIMITED\",\"limit\":3}");
        awaitPolicy(one, LoginPolicy.limited(3));
        awaitPolicy(other, LoginPolicy.limited(3));
        assertThat(worker().value(LoginPolicyFormat.SETTING)).contains(LoginPolicy.limited(3));
        assertThat(desk.all()).containsOnlyKeys("login-policy");

        assertThat(desk.unset("login-policy")).isTrue();
        assertThat(desk.unset("login-policy")).isFalse();
        await().atMost(LIMIT)
                .until(() -> one.value(LoginPolicyFormat.SETTING).isEmpty()
                        && other.value(LoginPolicyFormat.SETTING).isEmpty());
    }

    @Test
    void theLastGoodValueStands_whenOneCannotBeRead() throws InterruptedException {
        ClusterSettings settings = worker();
        SettingsDesk desk = desk();
        desk.set("login-policy", "{\"policy\":\"SINGLE_DEVICE\"}");
        awaitPolicy(settings, LoginPolicy.SINGLE_DEVICE);

        desk.set("login-policy", "all devices, please");
        desk.set("another", "{}");
        await().during(Duration.ofMillis(500))
                .atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(settings.value(LoginPolicyFormat.SETTING)).contains(LoginPolicy.SINGLE_DEVICE));

        desk.set("login-policy", "{\"policy\":\"MULTI_DEVICE\"}");
        awaitPolicy(settings, LoginPolicy.MULTI_DEVICE);
    }
}
