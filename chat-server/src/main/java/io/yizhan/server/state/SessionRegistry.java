package io.yizhan.server.state;

import io.yizhan.identity.Incarnation;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.SessionAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** Enters the session in one atomic step and returns whom it displaced under {@code policy}. */
    CompletionStage<Registration> register(SessionClaim claim, LoginPolicy policy);

    /**
     * Moves an entry to this worker's next life, after a new registration in ZooKeeper, unless it is displaced:
     * idempotent.
     *
     * @return the new address with the same epoch, or empty if a later login displaced the session
     */
    CompletionStage<Optional<SessionAddress>> move(SessionAddress from, Incarnation holder);

    /**
     * Renews leases in one round trip; an entry that has expired meanwhile and is absent is entered again.
     *
     * @return those that are displaced: by a later login of the device, or of another device under its policy, also
     *     when that one is gone again
     */
    CompletionStage<Set<SessionAddress>> refresh(Collection<SessionAddress> sessions);

    /** Removes the entry if it still is exactly this one; says whether it was. */
    CompletionStage<Boolean> unregister(SessionAddress session);

    /** The live sessions of all these users in one round trip; a user without any maps to an empty list. */
    CompletionStage<Map<UserId, List<SessionAddress>>> find(Collection<UserId> users);
}
