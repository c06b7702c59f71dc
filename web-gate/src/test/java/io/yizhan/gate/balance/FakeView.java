package io.yizhan.gate.balance;

import io.yizhan.discovery.ImNode;
import io.yizhan.discovery.NodeView;
import io.yizhan.identity.NodeId;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The workers as a test says. */
final class FakeView implements NodeView {
    private final Map<NodeId, ImNode> nodes = new ConcurrentSkipListMap<>();

    void put(ImNode... changed) {
        for (ImNode node : changed) {
            nodes.put(node.id(), node);
        }
    }

    void remove(long id) {
        nodes.remove(new NodeId(id));
    }

    @Override
    public Collection<ImNode> nodes() {
        return nodes.values();
    }

    @Override
    public Optional<ImNode> find(NodeId id) {
        return Optional.ofNullable(nodes.get(id));
    }

    @Override
    public long newestEpoch() {
        return nodes.values().stream()
                .mapToLong(node -> node.incarnation().epoch())
                .max()
                .orElse(0);
    }
}
