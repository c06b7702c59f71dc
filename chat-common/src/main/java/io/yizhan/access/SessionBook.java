package io.yizhan.access;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.util.Collection;
import java.util.Map;

/**
 * Who has which sessions, as the workers' registry says; only to be looked at. Entries of a worker that is gone are
 * among them until they are swept: whoever looks judges by the view of the cluster. Blocks; safe from any thread; fails
 * with the store's unchecked exception when it cannot be reached.
 */
public interface SessionBook {
    /** The pages of these users, in one round trip; also of those who have none. */
    Map<UserId, Page> look(Collection<UserId> users);

    /**
     * One user's page.
     *
     * @param sessions whose leases run, by device
     * @param lastSeenMs when a device of the user was there last, as far as that is known, in ms by the store's clock;
     *     0 for a user who never was, or not for long
     */
    record Page(Map<DeviceId, RegistryEntry> sessions, long lastSeenMs) {
        /** Of a user who is not known. */
        public static final Page EMPTY = new Page(Map.of(), 0);

        public Page {
            sessions = Map.copyOf(sessions);
        }
    }
}
