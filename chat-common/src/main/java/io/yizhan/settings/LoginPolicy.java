package io.yizhan.settings;

/**
 * How many sessions of a user may stand at once, and who gives way when a login finds its places taken. A login of a
 * device that has a session takes that one's place, under every policy.
 *
 * @param devices which of the user's sessions share places
 * @param limit how many of those may stand at once; what is given counts for LIMITED only
 * @param collision who gives way
 */
public record LoginPolicy(Devices devices, int limit, Collision collision) {
    /** The largest {@link #limit} of LIMITED. */
    public static final int MOST = 100;

    public static final LoginPolicy SINGLE_DEVICE = of(Devices.SINGLE_DEVICE);
    public static final LoginPolicy ONE_PER_PLATFORM = of(Devices.ONE_PER_PLATFORM);
    public static final LoginPolicy MULTI_DEVICE = of(Devices.MULTI_DEVICE);

    /** Which sessions share places. */
    public enum Devices {
        /** All share one. */
        SINGLE_DEVICE,
        /** Those on the same platform share one. */
        ONE_PER_PLATFORM,
        /** None do. */
        MULTI_DEVICE,
        /** All share as many as the limit says. */
        LIMITED
    }

    /** Who gives way; sessions of workers that are gone always do first, and never keep anybody out. */
    public enum Collision {
        /** Who logged in first. */
        KICK_OLDEST_LOGIN,
        /** Whose user has done nothing for longest, as of the last renewal of the leases. */
        KICK_LEAST_RECENTLY_ACTIVE,
        /** The newcomer. */
        REFUSE_NEW
    }

    /** @throws IllegalArgumentException for a limit of LIMITED that is not from 1 to {@link #MOST} */
    public LoginPolicy {
        if (devices == Devices.LIMITED) {
            if (limit < 1 || limit > MOST) {
                throw new IllegalArgumentException("A limit of devices is from 1 to " + MOST + ": " + limit);
            }
        } else {
            limit = devices == Devices.MULTI_DEVICE ? Integer.MAX_VALUE : 1;
        }
    }

    /** At most {@code limit} sessions, the oldest gives way. */
    public static LoginPolicy limited(int limit) {
        return new LoginPolicy(Devices.LIMITED, limit, Collision.KICK_OLDEST_LOGIN);
    }

    private static LoginPolicy of(Devices devices) {
        return new LoginPolicy(devices, 1, Collision.KICK_OLDEST_LOGIN);
    }

    /** The same with another answer to who gives way. */
    public LoginPolicy with(Collision other) {
        return new LoginPolicy(devices, limit, other);
    }

    /** For people: {@code LIMITED(3) REFUSE_NEW}. */
    @Override
    public String toString() {
        return devices + (devices == Devices.LIMITED ? "(" + limit + ") " : " ") + collision;
    }
}
