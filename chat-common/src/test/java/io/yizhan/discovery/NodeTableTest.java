package io.yizhan.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeTableTest {
    private final NodeTable table = new NodeTable();
    private final RecordingListener listener = new RecordingListener();

    @Test
    void tellsJoinedThenChangedThenLeft() {
        tell(table.put(node(1, 10, 0)));
        tell(table.put(node(1, 10, 3)));
        tell(table.remove(new NodeId(1)));

        assertThat(listener.heard).containsExactly("joined 1", "changed 1 3 UP", "left 1");
        assertThat(table.nodes()).isEmpty();
    }

    @Test
    void tellsLeftAndJoined_whenTheSameIdIsAnotherIncarnation() {
        tell(table.put(node(1, 10, 0)));
        tell(table.put(node(1, 11, 0)));

        assertThat(listener.heard).containsExactly("joined 1", "left 1", "joined 1");
        assertThat(table.find(new NodeId(1)).orElseThrow().incarnation().epoch())
                .isEqualTo(11);
    }

    @Test
    void remembersTheNewestEpoch_alsoOfANodeThatIsGone() {
        assertThat(table.newestEpoch()).isZero();

        table.put(node(1, 10, 0));
        table.put(node(2, 30, 0));
        table.put(node(3, 20, 0));
        table.remove(new NodeId(2));

        assertThat(table.newestEpoch()).isEqualTo(30);
    }

    @Test
    void tellsNothing_whenNothingChanged() {
        tell(table.put(node(1, 10, 0)));
        tell(table.put(node(1, 10, 0)));
        tell(table.remove(new NodeId(2)));

        assertThat(listener.heard).containsExactly("joined 1");
    }

    @Test
    void leavesAnOlderSnapshotAlone() {
        tell(table.put(node(1, 10, 0)));
        var before = table.nodes();
        tell(table.put(node(2, 11, 0)));

        assertThat(before).hasSize(1);
        assertThat(table.nodes()).extracting(ImNode::id).containsExactly(new NodeId(1), new NodeId(2));
    }

    private void tell(List<NodeTable.Change> changes) {
        changes.forEach(change -> change.tell(listener));
    }

    private static ImNode node(long id, long epoch, int balance) {
        return new ImNode(new Incarnation(new NodeId(id), epoch), new NodeEndpoint("h", 1, 2), balance, NodeState.UP);
    }
}
