package io.yizhan.access;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;

/** Tells every worker that a device's token was revoked, so that its session ends within 2 s. */
public interface RevocationFeed {
    /** Blocks for one round trip. */
    void announce(UserId user, DeviceId device);

    /** Calls {@code listener} for each announcement until closed, across lost connections; on the feed's own thread. */
    AutoCloseable listen(Listener listener);

    /** Hears of revocations. */
    interface Listener {
        void revoked(UserId user, DeviceId device);
    }
}
