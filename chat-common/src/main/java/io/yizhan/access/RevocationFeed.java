package io.yizhan.access;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;

/** Tells every worker whose sessions are to end, because a token was revoked or an admin says so, within 2 s. */
public interface RevocationFeed {
    /** Blocks for one round trip. */
    void announce(UserId user, DeviceId device);

    /**
     * All sessions of this user are to end. Blocks for one round trip.
     *
     * @param why for the user
     */
    void kick(UserId user, String why);

    /** Calls {@code listener} for each announcement until closed, across lost connections; on the feed's own thread. */
    AutoCloseable listen(Listener listener);

    /** Hears of revocations. */
    interface Listener {
        void revoked(UserId user, DeviceId device);

        /** Unless it is overridden, passed over: by who keeps no sessions. */
        default void kicked(UserId user, String why) {}
    }
}
