package io.yizhan.server.state;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.settings.LoginPolicy;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Who is where, for the whole cluster. An entry lives for {@link #lease()} unless refreshed; entries of an incarnation
 * that is no longer alive are not returned. Every change compares the whole address, so a late caller never touches its
 * successor's entry. No method blocks or throws; stages fail when the registry cannot be reached, and complete on a
 * thread of the implementation.
 */
public interface SessionRegistry {
    /** How long an entry stands without a refresh; workers refresh three times as often. */
    Duration lease();

    /**
     * Enters the session in one atomic step and returns whom it displaced under {@code policy}, or that it is refused.
     * Entries of incarnations that are no longer alive take nobody's place.
     */
    CompletionStage<Registration> register(SessionClaim claim, LoginPolicy policy);

    /**
     * Moves an entry to this worker's next life, after a new registration in ZooKeeper, unless it is displaced:
     * idempotent.
     *
     * @return the new address with the same epoch, unless a later login displaced the session
     */
    CompletionStage<Hold> move(SessionAddress from, Incarnation holder);

    /**
     * Renews leases in one round trip; an entry that has expired meanwhile and is absent is entered again if its place
     * is free.
     *
     * @param idle the sessions, with the time for which each one's user has done nothing
     * @return those that are displaced, and by which device: by a later login of the device, or of another device under
     *     its policy, also when that one is gone again
     */
    CompletionStage<Map<SessionAddress, DeviceId>> refresh(Map<SessionAddress, Duration> idle);

    /** Removes the entry if it still is exactly this one; says whether it was. */
    CompletionStage<Boolean> unregister(SessionAddress session);

    /** The live sessions of all these users in one round trip; a user without any maps to an empty list. */
    CompletionStage<Map<UserId, List<SessionAddress>>> find(Collection<UserId> users);

    /**
     * Notes that {@code self} holds entries, and gives all that have said so within a lease; to be called more often
     * than {@link #refresh}.
     */
    CompletionStage<Set<Incarnation>> holders(Incarnation self);

    /**
     * Removes what is left of an incarnation that has ended: exactly its entries. Several may do it at once. A session
     * of it that turns out to live comes back with its next {@link #refresh} or {@link #move}, if its place is free.
     *
     * @return how many entries were removed
     */
    CompletionStage<Integer> sweep(Incarnation ended);
}
