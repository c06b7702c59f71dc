package io.yizhan.gate.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.access.LoginCounts;
import io.yizhan.discovery.ImNode;
import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.discovery.NodeState;
import io.yizhan.discovery.NodeView;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CountKeeperTest {
    private final List<ImNode> nodes = new ArrayList<>(List.of(node(3, 7)));
    private final List<Map<NodeId, Integer>> written = new ArrayList<>();
    private boolean ours = true;
    private boolean away;
    private long now;
    private final CountKeeper keeper = new CountKeeper(new FakeView(), () -> ours, this::write, () -> now);

    private void write(Map<NodeId, Integer> counts) {
        if (away) {
            throw new IllegalStateException("away");
        }
        written.add(counts);
    }

    private static ImNode node(long id, int balance) {
        return new ImNode(
                new Incarnation(new NodeId(id), id),
                new NodeEndpoint("127.0.0.1", 7000, NodeEndpoint.NO_MESH),
                balance,
                NodeState.UP);
    }

    @Test
    void writesWhatHasChanged_andTheRestBeforeItExpires() {
        keeper.look();
        keeper.look();
        assertThat(written).containsExactly(Map.of(new NodeId(3), 7));

        nodes.set(0, node(4, 1));
        keeper.look();
        assertThat(written).endsWith(Map.of(new NodeId(4), 1)).hasSize(2);

        now += LoginCounts.EXPIRY.dividedBy(2).toNanos();
        keeper.look();
        assertThat(written).hasSize(3);
    }

    @Test
    void leavesItToTheEldest_andGoesOnInItsPlace() {
        ours = false;
        keeper.look();
        assertThat(written).isEmpty();

        ours = true;
        keeper.look();
        ours = false;
        keeper.look();
        ours = true;
        keeper.look();
        assertThat(written).as("another may have written meanwhile").hasSize(2);
    }

    @Test
    void triesAgain_whenItCouldNotWrite() {
        away = true;
        keeper.look();
        away = false;
        now += Duration.ofMillis(500).toNanos();
        keeper.look();
        assertThat(written).hasSize(1);
    }

    private final class FakeView implements NodeView {
        @Override
        public Collection<ImNode> nodes() {
            return List.copyOf(nodes);
        }

        @Override
        public Optional<ImNode> find(NodeId id) {
            return nodes.stream().filter(node -> node.id().equals(id)).findAny();
        }

        @Override
        public long newestEpoch() {
            return 0;
        }
    }
}
