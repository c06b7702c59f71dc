package org.example.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yizhan.server.SwappablePorts;
import io.yizhan.server.config.ServerConfig;
import io.yizhan.server.config.ServerConfigReader;
import io.yizhan.server.state.SessionRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** As a worker finds it on its class path. */
class ZooKeeperRegistryProviderTest {
    private static final Map<String, String> NEEDED =
            Map.of("YIZHAN_MESH_SECRET", "0123456789abcdef0123456789abcdef", "YIZHAN_DATABASE_PASSWORD", "of-a-test");

    private static ServerConfig read(String... arguments) {
        List<String> asked =
                Arrays.stream(arguments).map("--ports.session-registry"::concat).toList();
        return ServerConfigReader.read(asked, NEEDED, SwappablePorts.onClassPath());
    }

    @Test
    void isTaken_whenItIsAskedFor() {
        assertThat(read().ports().openers()).isEmpty();
        assertThat(read("=zookeeper", ".zookeeper.path=/shop/sessions").ports().openers())
                .containsOnlyKeys(SessionRegistry.class);
    }

    @Test
    void isNamed_whenThereIsNoSuchName() {
        assertThatThrownBy(() -> read("=zoo"))
                .hasMessage("Needs one of those on the class path, [redis, zookeeper]: ports.session-registry=zoo");
    }

    @Test
    void refusesItsSettings_allAtOnce() {
        assertThatThrownBy(() -> read("=zookeeper", ".zookeeper.path=here", ".zookeeper.answer-within=1h"))
                .hasMessageContainingAll(
                        "Not a path in ZooKeeper: ports.session-registry.zookeeper.path=here",
                        "ports.session-registry.zookeeper.answer-within=1h");
    }
}
