package io.yizhan.embedded.fault;

/** One of the two flows of a link. */
public enum Direction {
    /** From whoever dialled to the target. */
    TO_TARGET,
    /** From the target back. */
    FROM_TARGET
}
