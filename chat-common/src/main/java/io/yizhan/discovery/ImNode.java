package io.yizhan.discovery;

import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;

/**
 * A worker as the others see it: one znode, read.
 *
 * @param incarnation the id from the znode's name and its czxid
 * @param endpoint where to dial it
 * @param balance its logged-in sessions when it last said so
 * @param capacity how many sessions it takes at most; 0 if it does not say
 * @param state whether it takes new sessions
 */
public record ImNode(Incarnation incarnation, NodeEndpoint endpoint, int balance, int capacity, NodeState state) {
    /** One that does not say how many it takes. */
    public ImNode(Incarnation incarnation, NodeEndpoint endpoint, int balance, NodeState state) {
        this(incarnation, endpoint, balance, 0, state);
    }

    public NodeId id() {
        return incarnation.node();
    }
}
