package io.yizhan.discovery;

import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import java.util.Collection;
import java.util.Optional;

/** The live workers as last heard; a local snapshot that costs no round trip. Safe from any thread, never blocks. */
public interface NodeView {
    Collection<ImNode> nodes();

    Optional<ImNode> find(NodeId id);

    /**
     * The largest epoch of all registrations ever heard of, also of those that are gone; 0 before the first. A
     * registration with a larger one is news that has not arrived yet; one that was counted here is in {@link #nodes()}
     * from before, until it is gone.
     */
    long newestEpoch();

    /** Whether the registration that {@code incarnation} names still stands. */
    default boolean isAlive(Incarnation incarnation) {
        return find(incarnation.node())
                .filter(node -> node.incarnation().equals(incarnation))
                .isPresent();
    }
}
