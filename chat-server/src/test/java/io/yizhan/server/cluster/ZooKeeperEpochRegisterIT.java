package io.yizhan.server.cluster;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yizhan.server.state.EpochRegister;
import io.yizhan.server.state.EpochRegisterContract;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ZooKeeperEpochRegisterIT extends EpochRegisterContract {
    @RegisterExtension
    final ZooKeeperExtension zookeeper = new ZooKeeperExtension();

    @Override
    protected EpochRegister register() {
        try {
            return new ZooKeeperEpochRegister(zookeeper.newClient());
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted", e);
        }
    }

    @Test
    void refusesToGuess_whenTheZnodeHoldsNoNumber() throws Exception {
        zookeeper
                .newClient()
                .curator()
                .create()
                .creatingParentsIfNeeded()
                .forPath("/im/epoch", "seven".getBytes(StandardCharsets.UTF_8));
        try (EpochRegister.Turn turn = register().turn(Duration.ofSeconds(10))) {
            assertThatThrownBy(() -> turn.raise(EpochRegister.NONE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("/im/epoch");
        }
    }
}
