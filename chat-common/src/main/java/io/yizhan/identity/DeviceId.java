package io.yizhan.identity;

/**
 * One installation of a client, chosen by the client and stable.
 *
 * @param value 1 to 64 characters of {@code [A-Za-z0-9_.-]}
 */
public record DeviceId(String value) implements Comparable<DeviceId> {
    private static final String SERVER_NAME = ":server";

    /** Stands where the server itself acts for a user; no client can name itself so. */
    public static final DeviceId SERVER = new DeviceId(SERVER_NAME);

    /** @throws IllegalArgumentException for a value beyond the limits */
    public DeviceId {
        if (!value.equals(SERVER_NAME)) {
            Ids.check("device id", value);
        }
    }

    /** Whether a client may name its device so. */
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
