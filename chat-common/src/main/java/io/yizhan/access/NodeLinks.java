package io.yizhan.access;

import io.yizhan.identity.NodeId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
     * @param sent what went to the peer since the link exists; empty if the worker does not tell
     */
    record Link(NodeId peer, String state, Optional<Sent> sent) {
        public Link(NodeId peer, String state) {
            this(peer, state, Optional.empty());
        }
    }

    /**
     * What one worker sent to another.
     *
     * @param frames batches, each one frame or one publication
     * @param bytes of these as they travel
     * @param recipients sessions that they were for
     * @param repeats how many of the frames had been sent before
     */
    record Sent(long frames, long bytes, long recipients, long repeats) {}
}
