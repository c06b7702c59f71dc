package io.yizhan.identity;

/**
 * Names a worker: the suffix of its znode.
 *
 * @param value 0 or more; 0 is a node like any other
 */
public record NodeId(long value) implements Comparable<NodeId> {
    /** @throws IllegalArgumentException for a negative value */
    public NodeId {
        if (value < 0) {
            throw new IllegalArgumentException("A node id is not negative: " + value);
        }
    }

    @Override
    public int compareTo(NodeId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
