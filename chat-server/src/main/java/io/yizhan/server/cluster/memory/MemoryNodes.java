package io.yizhan.server.cluster.memory;

import io.yizhan.discovery.ImNode;
import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.discovery.NodeListener;
import io.yizhan.discovery.NodeState;
import io.yizhan.discovery.NodeView;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What ZooKeeper is to a cluster, inside one process: all workers share one of these. Listeners are called by the
 * thread that makes the change, one change at a time. Safe from any thread.
 */
public final class MemoryNodes implements NodeView {
    private final SortedMap<NodeId, ImNode> nodes = new TreeMap<>();
    private final List<NodeListener> listeners = new ArrayList<>();
    private final AtomicLong registrations = new AtomicLong();

    @Override
    public synchronized Collection<ImNode> nodes() {
        return List.copyOf(nodes.values());
    }

    @Override
    public synchronized Optional<ImNode> find(NodeId id) {
        return Optional.ofNullable(nodes.get(id));
    }

    @Override
    public synchronized long newestEpoch() {
        return registrations.get();
    }

    /** Adds a listener; it hears first of every node that is known already. */
    public synchronized void listen(NodeListener listener) {
        nodes.values().forEach(listener::joined);
        listeners.add(listener);
    }

    /** Enters a worker under the next number. */
    public synchronized Incarnation register(NodeEndpoint endpoint, int balance, NodeState state) {
        long number = registrations.getAndIncrement();
        var node = new ImNode(new Incarnation(new NodeId(number), number + 1), endpoint, balance, state);
        nodes.put(node.id(), node);
        tell(listener -> listener.joined(node));
        return node.incarnation();
    }

    /** Replaces what is said of a worker, if it still is that incarnation. */
    public synchronized void update(Incarnation life, UnaryOperator<ImNode> change) {
        ImNode before = nodes.get(life.node());
        if (before != null && before.incarnation().equals(life)) {
            ImNode after = change.apply(before);
            nodes.put(life.node(), after);
            if (!after.equals(before)) {
                tell(listener -> listener.changed(after));
            }
        }
    }

    /** Takes a worker out, if it still is that incarnation. */
    public synchronized void remove(Incarnation life) {
        ImNode node = nodes.get(life.node());
        if (node != null && node.incarnation().equals(life)) {
            nodes.remove(life.node());
            tell(listener -> listener.left(node));
        }
    }

    private void tell(Consumer<NodeListener> change) {
        List.copyOf(listeners).forEach(change);
    }
}
