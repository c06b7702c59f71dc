package io.yizhan.discovery;

import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import java.util.Collection;
import java.util.Optional;

/** The live workers as last heard; a local snapshot that costs no round trip. Safe from any thread, never blocks. */
public interface NodeView {
    Collection<ImNode> nodes();

    Optional<ImNode> find(NodeId id);

    /** Whether the registration that {@code incarnation} names still stands. */
    default boolean isAlive(Incarnation incarnation) {
        return find(incarnation.node())
                .filter(node -> node.incarnation().equals(incarnation))
                .isPresent();
    }
}
