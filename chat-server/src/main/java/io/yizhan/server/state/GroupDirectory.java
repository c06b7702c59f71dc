package io.yizhan.server.state;

import io.yizhan.identity.GroupId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.UserId;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Who may send to a group right now, and which workers have members of it online: what {@link Sequencer#allocate} needs
 * in one step with a number, and so kept in the same place. Who is a member is decided by the group's log and kept by
 * the archive; this only has it at hand. No method blocks or throws; stages fail when the store cannot be reached.
 */
public interface GroupDirectory {
    /** Those of a cluster; interest is to be repeated three times as often. */
    Times TIMES = new Times(Duration.ofSeconds(90), Duration.ofSeconds(30));

    /**
     * For how long something counts that nobody says again.
     *
     * @param interest a worker's interest in a group
     * @param shut that users are shut out: longer than what ends their membership may still be on its way to a number
     */
    record Times(Duration interest, Duration shut) {}

    /**
     * Refuses what these users send to the group from now on: to be called before the message is numbered that ends
     * their membership, so that nothing of theirs gets a larger number. Lasts until {@link #refresh}. If that never
     * comes, until the archive holds all that the group was told, but at least for a while.
     */
    CompletionStage<Void> shut(GroupId group, Collection<UserId> users);

    /**
     * Forgets what is known of these users, so that the archive decides again: to be called once it holds the change of
     * their membership, and not if it may still come to hold it.
     */
    CompletionStage<Void> refresh(GroupId group, Collection<UserId> users);

    /** Sees to it that what a member sends is numbered: what is not known of him is asked of the archive. */
    CompletionStage<Standing> admit(GroupId group, UserId user);

    /**
     * Notes that the worker has members of these groups online, or has not any more, in one round trip.
     *
     * @param begun those that begin, or go on
     * @param ended those that end
     */
    CompletionStage<Void> interest(Incarnation worker, Collection<GroupId> begun, Collection<GroupId> ended);

    /** The workers that have members of each of these groups online; one round trip. Some may be dead by now. */
    CompletionStage<Map<GroupId, Set<Incarnation>>> interested(Collection<GroupId> groups);

    /** What a user is to a group. */
    enum Standing {
        MEMBER,
        /** He was one, and whether he still is is being decided. */
        SHUT_OUT,
        STRANGER
    }
}
