package io.yizhan.gate.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yizhan.gate.config.RedisConfig;
import io.yizhan.gate.config.ZooKeeperConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;

class StoreSecretsTest {
    private static final String REDIS = "redis://10.0.0.9:6379";

    private static StoreSecrets secrets(String url, String password, String redis) {
        return secrets(url, password, redis, "tXq0-92");
    }

    private static StoreSecrets secrets(String url, String password, String redis, String zookeeper) {
        DataSourceProperties database = new DataSourceProperties();
        database.setUrl(url);
        database.setUsername("im");
        database.setPassword(password);
        return new StoreSecrets(
                database,
                new RedisConfig(redis, Duration.ofSeconds(1), 4),
                new ZooKeeperConfig("zk:2181", Duration.ofSeconds(10), "im", zookeeper));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mariadb://db.internal:3306/im",
                "jdbc:mariadb://10.0.0.7/im",
                "jdbc:mariadb:sequential://a:1,b:2/im",
                "jdbc:mariadb://127.0.0.1.example.org/im",
                "jdbc:mysql:what-is-this"
            })
    void refusesAnEmptyPassword_ofADatabaseElsewhere(String url) {
        assertThatThrownBy(() -> secrets(url, "", REDIS).afterPropertiesSet())
                .isInstanceOf(BadSettingException.class)
                .hasMessageContaining("spring.datasource.password");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mariadb://127.0.0.1:3306/im",
                "jdbc:mariadb://localhost/im?sslMode=disable",
                "jdbc:mariadb://[::1]:3306/im"
            })
    void takesAnEmptyOne_onThisMachine(String url) {
        assertThatCode(() -> secrets(url, "", REDIS).afterPropertiesSet()).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "changeme, redis://h:1",
        "Password, redis://h:1",
        "good, redis://:changeme@h:1",
        "good, redis://im:SECRET@h:1/0"
    })
    void refusesWhatEverybodyKnows_andDoesNotRepeatIt(String database, String redis) {
        assertThatThrownBy(() ->
                        secrets("jdbc:mariadb://127.0.0.1/im", database, redis).afterPropertiesSet())
                .isInstanceOf(BadSettingException.class)
                .hasMessageContaining("everybody knows")
                .hasMessageNotContaining("changeme");
    }

    @Test
    void refusesWhatEverybodyKnows_ofZooKeeperToo() {
        StoreSecrets secrets = secrets("jdbc:mariadb://127.0.0.1/im", "good", REDIS, "changeme");
        assertThatThrownBy(secrets::afterPropertiesSet)
                .isInstanceOf(BadSettingException.class)
                .hasMessage("yizhan.zookeeper.password holds a password that everybody knows");
        ZooKeeperConfig config = new ZooKeeperConfig("zk:2181", Duration.ofSeconds(10), "im", "canary");
        assertThat(config).asString().doesNotContain("canary");
        assertThatThrownBy(() -> new ZooKeeperConfig("zk:2181", Duration.ofSeconds(10), "", "canary"))
                .hasMessageContaining("yizhan.zookeeper.user")
                .hasMessageNotContaining("canary");
    }

    @Test
    void takesSecrets() {
        assertThatCode(() -> secrets("jdbc:mariadb://db/im", "tXq0-91", "redis://im:p@ss-word@h:1")
                        .afterPropertiesSet())
                .doesNotThrowAnyException();
    }
}
