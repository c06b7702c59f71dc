package io.yizhan.identity;

/**
 * One life of a worker: a registration in ZooKeeper. A worker that comes back, or registers again after a lost session,
 * is another incarnation.
 *
 * @param node the suffix of the znode
 * @param epoch the znode's czxid, which only grows, also when the parent is made anew
 */
public record Incarnation(NodeId node, long epoch) {
    @Override
    public String toString() {
        return node + "@" + epoch;
    }
}
