package io.yizhan.discovery;

import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;

/**
 * A worker as the others see it: one znode, read.
 *
 * @param incarnation the id from the znode's name and its czxid
 * @param endpoint where to dial it
 * @param balance its logged-in sessions when it last said so
 * @param state whether it takes new sessions
 */
public record ImNode(Incarnation incarnation, NodeEndpoint endpoint, int balance, NodeState state) {
    public NodeId id() {
        return incarnation.node();
    }
}
