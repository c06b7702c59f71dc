package io.yizhan.identity;

/**
 * A group's name, unique in the cluster.
 *
 * @param value 1 to 64 characters of {@code [A-Za-z0-9_.-]}
 */
public record GroupId(String value) implements Comparable<GroupId> {
    /** @throws IllegalArgumentException for a value beyond the limits */
    public GroupId {
        Ids.check("group id", value);
    }

    /** Whether {@code value} would be accepted. */
    public static boolean isValid(String value) {
        return Ids.isValid(value);
    }

    /** By code unit, which for these characters is ascending byte order. */
    @Override
    public int compareTo(GroupId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
