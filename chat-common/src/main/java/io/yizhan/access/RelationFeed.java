package io.yizhan.access;

import io.yizhan.identity.UserId;

/** Tells every worker that a user stands differently to another from now on, so that it counts within 2 s. */
public interface RelationFeed {
    /** Blocks for one round trip. */
    void announce(UserId user, UserId other);

    /** Calls {@code listener} for each announcement until closed, across lost connections; on the feed's own thread. */
    AutoCloseable listen(Listener listener);

    /** Hears of changes; must not block. */
    interface Listener {
        /** How {@code user} stands to {@code other} may be another. */
        void changed(UserId user, UserId other);

        /** Some changes may not have been heard of. */
        void missed();
    }
}
