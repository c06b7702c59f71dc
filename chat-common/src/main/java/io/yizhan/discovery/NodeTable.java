package io.yizhan.discovery;

import io.yizhan.identity.NodeId;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The workers by id, as an immutable map that each change replaces; and what a change means to listeners. One thread
 * changes it, any reads it.
 */
final class NodeTable {
    private volatile Map<NodeId, ImNode> nodes = Map.of();
    private volatile long newestEpoch;

    Collection<ImNode> nodes() {
        return nodes.values();
    }

    Optional<ImNode> find(NodeId id) {
        return Optional.ofNullable(nodes.get(id));
    }

    /** The largest epoch of all that were ever entered; 0 before the first. */
    long newestEpoch() {
        return newestEpoch;
    }

    /** Enters a node; another incarnation under a known id is first a leave, then a join. */
    List<Change> put(ImNode node) {
        ImNode before = nodes.get(node.id());
        if (node.equals(before)) {
            return List.of();
        }
        replace(copy -> copy.put(node.id(), node));
        // afterwards, so that whoever reads this first finds the node
        newestEpoch = Math.max(newestEpoch, node.incarnation().epoch());
        if (before == null) {
            return List.of(listener -> listener.joined(node));
        }
        if (before.incarnation().equals(node.incarnation())) {
            return List.of(listener -> listener.changed(node));
        }
        return List.of(listener -> listener.left(before), listener -> listener.joined(node));
    }

    List<Change> remove(NodeId id) {
        ImNode before = nodes.get(id);
        if (before == null) {
            return List.of();
        }
        replace(copy -> copy.remove(id));
        return List.of(listener -> listener.left(before));
    }

    private void replace(Consumer<Map<NodeId, ImNode>> change) {
        Map<NodeId, ImNode> copy = new TreeMap<>(nodes);
        change.accept(copy);
        nodes = Collections.unmodifiableMap(copy);
    }

    /** One thing that a listener is to hear. */
    interface Change {
        void tell(NodeListener listener);
    }
}
