package io.yizhan.server.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.yizhan.settings.BalanceChoice;
import io.yizhan.settings.ClusterSetting;
import io.yizhan.settings.ClusterSettings;
import io.yizhan.settings.LoginPolicy;
import io.yizhan.settings.LoginPolicyFormat;
import io.yizhan.settings.SendLimit;
import io.yizhan.settings.SettingCatalog;
import io.yizhan.settings.SettingsDesk;
import io.yizhan.settings.WrittenSetting;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What workers see of the settings that an operator writes. */
public abstract class ClusterSettingsContract {
    /** How soon every worker is to follow. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    protected static final List<ClusterSetting<?>> KNOWN = SettingCatalog.all();

    /** As a worker reads them; all of one test are one cluster. */
    protected abstract ClusterSettings worker() throws InterruptedException;

    protected abstract SettingsDesk desk() throws InterruptedException;

    /** As another program may do it. */
    protected abstract void write(String name, String text) throws InterruptedException;

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

        desk.set(LoginPolicyFormat.SETTING, "{\"policy\":\"SINGLE_DEVICE\"}", "root");
        awaitPolicy(one, LoginPolicy.SINGLE_DEVICE);
        awaitPolicy(other, LoginPolicy.SINGLE_DEVICE);

        desk.set(LoginPolicyFormat.SETTING, "{\"policy\":\"LIMITED\",\"limit\":3}", "root");
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
    void saysWhoSetItAndWhen_andRefusesWhatIsNone() throws InterruptedException {
        SettingsDesk desk = desk();

        assertThat(desk.set(LoginPolicyFormat.SETTING, "{\"policy\":\"LIMITED\",\"limit\":3}", "ann"))
                .isEqualTo(LoginPolicy.limited(3));
        assertThatThrownBy(() -> desk.set(LoginPolicyFormat.SETTING, "{\"policy\":\"LIMITED\"}", "bob"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 1 to 100");

        WrittenSetting written = desk.all().get("login-policy");
        assertThat(written.value()).isEqualTo("{\"policy\":\"LIMITED\",\"limit\":3}");
        assertThat(written.by()).isEqualTo("ann");
        assertThat(Instant.ofEpochMilli(written.atMs())).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    }

    @Test
    void tellsThoseWhoFollow_whatIsSetChangedAndTakenBack() throws InterruptedException {
        ClusterSettings settings = worker();
        SettingsDesk desk = desk();
        List<Optional<SendLimit>> heard = new CopyOnWriteArrayList<>();
        settings.follow(SendLimit.SETTING, heard::add);
        settings.follow(
                BalanceChoice.SETTING,
                choice -> choice.ifPresent(present -> {
                    throw new IllegalStateException("Who fails must not keep the others");
                }));

        desk.set(BalanceChoice.SETTING, "{\"strategy\":\"ROUND_ROBIN\"}", "root");
        desk.set(SendLimit.SETTING, "{\"rate\":5}", "root");
        await().atMost(LIMIT).until(() -> heard.size() == 2);
        desk.set(SendLimit.SETTING, "{\"rate\":5,\"burst\":7}", "root");
        await().atMost(LIMIT).until(() -> heard.size() == 3);
        desk.unset("send-limit");
        await().atMost(LIMIT).until(() -> heard.size() == 4);

        assertThat(heard)
                .containsExactly(
                        Optional.empty(),
                        Optional.of(new SendLimit(5, 10)),
                        Optional.of(new SendLimit(5, 7)),
                        Optional.empty());
    }

    @Test
    void theLastGoodValueStands_whenOneCannotBeRead() throws InterruptedException {
        ClusterSettings settings = worker();
        SettingsDesk desk = desk();
        desk.set(LoginPolicyFormat.SETTING, "{\"policy\":\"SINGLE_DEVICE\"}", "root");
        awaitPolicy(settings, LoginPolicy.SINGLE_DEVICE);

        write("login-policy", "all devices, please");
        write("another", "{}");
        await().during(Duration.ofMillis(500))
                .atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(settings.value(LoginPolicyFormat.SETTING)).contains(LoginPolicy.SINGLE_DEVICE));

        desk.set(LoginPolicyFormat.SETTING, "{\"policy\":\"MULTI_DEVICE\"}", "root");
        awaitPolicy(settings, LoginPolicy.MULTI_DEVICE);
    }
}
