package io.yizhan.server.state;

import io.yizhan.discovery.ImNode;
import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.discovery.NodeState;
import io.yizhan.discovery.NodeView;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Workers that come and go as told. */
public final class FakeNodeView implements NodeView {
    private final Map<NodeId, ImNode> nodes = new ConcurrentHashMap<>();
    private final AtomicLong newestEpoch = new AtomicLong();

    public void join(Incarnation incarnation) {
        NodeEndpoint nowhere = new NodeEndpoint("localhost", 1, 1);
        nodes.put(incarnation.node(), new ImNode(incarnation, nowhere, 0, NodeState.UP));
        newestEpoch.accumulateAndGet(incarnation.epoch(), Math::max);
    }

    public void leave(Incarnation incarnation) {
        nodes.remove(incarnation.node());
    }

    @Override
    public Collection<ImNode> nodes() {
        return List.copyOf(nodes.values());
    }

    @Override
    public Optional<ImNode> find(NodeId id) {
        return Optional.ofNullable(nodes.get(id));
    }

    @Override
    public long newestEpoch() {
        return newestEpoch.get();
    }
}
