package io.yizhan.access;

import io.yizhan.identity.NodeId;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What the workers say of their links to each other; only to be looked at, nothing is routed by it. Blocks; safe from
 * any thread; fails with the store's unchecked exception when it cannot be reached.
 */
public interface NodeLinks {
    /** Replaces what {@code self} said before; forgotten unless it is said again within a few periods. */
    void publish(NodeId self, List<Link> links);

    /** What each of these workers said lately, by peer; whoever said nothing is absent. */
    Map<NodeId, List<Link>> find(Collection<NodeId> nodes);

    /**
     * A link as the worker at one end sees it.
     *
     * @param peer the worker at the other end
     * @param state in upper case, for people: UP, CONNECTING, SUSPECT …
     */
    record Link(NodeId peer, String state) {}
}
