package io.yizhan.server.archive;

/**
 * How one user stands to another.
 *
 * @param blocks wants nothing of him
 * @param friend both have said that they are friends
 */
public record Relation(boolean blocks, boolean friend) {
    /** Of two who have said nothing of each other. */
    public static final Relation NONE = new Relation(false, false);
}
