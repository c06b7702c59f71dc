package io.yizhan.identity;

/**
 * One installation of a client, chosen by the client and stable.
 *
 * @param value 1 to 64 characters of {@code [A-Za-z0-9_.-]}
 */
public record DeviceId(String value) implements Comparable<DeviceId> {
    /** @throws IllegalArgumentException for a value beyond the limits */
    public DeviceId {
        Ids.check("device id", value);
    }

    /** Whether {@code value} would be accepted. */
    public static boolean isValid(String value) {
        return Ids.isValid(value);
    }

    /** By code unit, which for these characters is ascending byte order. */
    @Override
    public int compareTo(DeviceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
