package io.yizhan.gate.balance;

import io.yizhan.discovery.ImNode;

/**
 * A worker that may be chosen.
 *
 * @param node as last reported
 * @param load what it reported and what this gate has sent there that the report cannot show yet
 */
public record Candidate(ImNode node, long load) {
    /** What a worker is held to take that does not say it: as the workers' own default. */
    private static final int USUAL_CAPACITY = 100_000;

    /** How many sessions it takes. */
    public long capacity() {
        return node.capacity() == 0 ? USUAL_CAPACITY : node.capacity();
    }

    /** Whether it says how many it takes, and has them. */
    boolean isFull() {
        return node.capacity() > 0 && load >= node.capacity();
    }

    /** Compares what is used of their capacities. */
    int compareLoad(Candidate other) {
        return Long.compare(load * other.capacity(), other.load * capacity());
    }
}
