package io.yizhan.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yizhan.config.InvalidSettingsException;
import io.yizhan.identity.UserId;
import io.yizhan.server.SwappablePorts;
import io.yizhan.server.extension.PortCatalog;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerConfigReaderTest {
    private static final Map<String, String> NEEDED = Map.of(
            "YIZHAN_MESH_SECRET", "0123456789abcdef0123456789abcdef", "YIZHAN_DATABASE_PASSWORD", "canary-password");

    private static final PortCatalog PORTS = SwappablePorts.onClassPath();

    @Test
    void startsWithTheDefaults_whenTheSecretsAreGiven() {
        ServerConfig config = ServerConfigReader.read(List.of("--client.port=7100"), NEEDED, PORTS);

        assertThat(config.client().port()).isEqualTo(7100);
        assertThat(config.client().advertisedHost()).isEqualTo("127.0.0.1");
        assertThat(config.database().password()).isEqualTo("canary-password");
        assertThat(config.ports().openers()).as("ours stand behind all ports").isEmpty();
    }

    @Test
    void refusesToStart_withoutSecrets_namingBoth() {
        assertThatThrownBy(() -> ServerConfigReader.read(List.of(), Map.of(), PORTS))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("mesh.secret")
                .hasMessageContaining("database.password");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--client.port=-1",
                "--client.port=x",
                "--client.max-frame=1KiB",
                "--client.login-timeout=5",
                "--client.login-policy=NOBODY",
                "--client.tls-certificates=server.crt",
                "--client.tls-key=server.key",
                "--cluster.transport=PIGEONS",
                "--mesh.secret=short",
                "--zookeeper.session-timeout=2h",
                "--zookeeper.user=im",
                "--zookeeper.password=changeme",
                "--redis.timeout=10s",
                "--redis.uri=redis://:changeme@10.0.0.9:6379",
                "--database.password=Password",
                "--rocketmq.queues=0",
                "--rocketmq.access-key=im",
                "--rocketmq.secret-key=changeme",
                "--delivery.store-deadline=11s",
                "--delivery.hole-age=1s",
                "--persister.enabled=perhaps",
                "--ports.session-registry=",
                "--ports.session-registry=nobody",
                "--ports.session-registry.nobody.path=/x",
                "--ports.no-such-port=redis",
                "--mode=perhaps",
                "--no.such.setting=1",
                "client.port=7000",
            })
    void refusesToStart_namingTheKey(String argument) {
        String key = argument.replaceFirst("^--", "").replaceFirst("=.*", "");

        assertThatThrownBy(() -> ServerConfigReader.read(List.of(argument), NEEDED, PORTS))
                .hasMessageContaining(key);
    }

    @Test
    void needsNoSecrets_whenItRunsAlone() {
        List<String> arguments = List.of("--mode", "standalone", "--standalone.users", "ann, ben");

        assertThat(ServerConfigReader.mode(arguments, Map.of())).isEqualTo(Mode.STANDALONE);
        assertThat(ServerConfigReader.readStandalone(arguments, Map.of(), PORTS).gate())
                .isEqualTo(new LocalGateConfig(8080, List.of(new UserId("ann"), new UserId("ben"))));
        assertThatThrownBy(() -> ServerConfigReader.readStandalone(
                        List.of("--standalone.users=a b", "--standalone.gate-port=-1", "--client.port=x"),
                        Map.of(),
                        PORTS))
                .hasMessageContainingAll("standalone.users", "standalone.gate-port", "client.port");
    }

    @Test
    void neverPrintsASecret() {
        List<String> users = List.of(
                "--zookeeper.user=im",
                "--zookeeper.password=canary-proof",
                "--rocketmq.access-key=im",
                "--rocketmq.secret-key=canary-key");
        assertThat(ServerConfigReader.read(users, NEEDED, PORTS).toString())
                .contains("ZooKeeperUser[im]", "RocketMqUser[im]")
                .doesNotContain("canary", "0123456789abcdef");
        assertThatThrownBy(() -> ServerConfigReader.read(
                        List.of("--zookeeper.user=i:m", "--zookeeper.password=canary-proof"), NEEDED, PORTS))
                .hasMessageContaining("colon: zookeeper.user")
                .hasMessageNotContaining("canary");
    }
}
