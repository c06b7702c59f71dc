package io.yizhan.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.discovery.ImNode;
import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.discovery.NodeState;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.settings.DrainDesk.Answer;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrainDeskTest {
    private final MemoryClusterSettings settings = new MemoryClusterSettings(SettingCatalog.all(), Clock.systemUTC());
    private final DrainDesk desk = new DrainDesk(settings);

    private static ImNode node(long id, NodeState state) {
        return new ImNode(
                new Incarnation(new NodeId(id), id),
                new NodeEndpoint("127.0.0.1", 7000, NodeEndpoint.NO_MESH),
                0,
                state);
    }

    private Answer drain(long id, boolean force, ImNode... present) {
        return desk.drain(new NodeId(id), List.of(present), force, "ann");
    }

    private Optional<Set<NodeId>> leaving() {
        return settings.value(Drained.SETTING).map(Drained::nodes);
    }

    @Test
    void asksAWorker_besideThoseAskedBefore_butForThoseThatHaveLeft() {
        ImNode[] three = {node(1, NodeState.UP), node(2, NodeState.UP), node(3, NodeState.UP)};
        assertThat(drain(1, false, three)).isEqualTo(Answer.ASKED);
        assertThat(drain(2, false, three)).isEqualTo(Answer.ASKED);
        assertThat(leaving()).contains(Set.of(new NodeId(1), new NodeId(2)));

        assertThat(drain(3, false, node(2, NodeState.DRAINING), node(3, NodeState.UP), node(4, NodeState.UP)))
                .isEqualTo(Answer.ASKED);
        assertThat(leaving()).contains(Set.of(new NodeId(2), new NodeId(3)));
    }

    @Test
    void keepsTheLastOne_unlessForced() {
        assertThat(drain(1, false, node(1, NodeState.UP), node(2, NodeState.DRAINING)))
                .isEqualTo(Answer.NOBODY_LEFT);
        assertThat(leaving()).isEmpty();
        assertThat(drain(1, true, node(1, NodeState.UP), node(2, NodeState.DRAINING)))
                .isEqualTo(Answer.ASKED);
        assertThat(drain(9, true, node(1, NodeState.UP))).isEqualTo(Answer.UNKNOWN);
    }
}
