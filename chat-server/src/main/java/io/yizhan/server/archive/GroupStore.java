package io.yizhan.server.archive;

import io.yizhan.group.MemberPart;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Groups and their members, as the log has made them so far: a message store changes them with the rows of the messages
 * that tell of it. Stages fail when the store cannot be reached; no method blocks or throws.
 */
public interface GroupStore {
    /** Also one that has ended; not one that is only reserved. */
    CompletionStage<Optional<Group>> find(GroupId group);

    /** All times that the user was a member, ascending; they never touch. */
    CompletionStage<List<Membership>> memberships(GroupId group, UserId user);

    /** For each of the users that ever was a member, the last time; in no order. */
    CompletionStage<List<Membership>> latest(GroupId group, Collection<UserId> users);

    /**
     * The groups that a user is or was in, the last time in each, by group id.
     *
     * @param after the last group of the page before
     */
    CompletionStage<List<Membership>> membershipsOf(UserId user, Optional<GroupId> after, int limit);

    /**
     * The members of now, by user id.
     *
     * @param after the last user of the page before
     */
    CompletionStage<List<Membership>> members(GroupId group, Optional<UserId> after, int limit);

    /** All members of now whose {@link MemberPart} it is, in no order: some hundreds of the largest groups. */
    CompletionStage<List<Membership>> part(GroupId group, int part);

    /**
     * Who would follow the owner: the admins, then the plain members, each by how long they are members.
     *
     * @param limit of each
     */
    CompletionStage<List<Membership>> heirs(GroupId group, int limit);

    /**
     * For each of these groups the last number at which the user, or all members, were mentioned; absent where never.
     */
    CompletionStage<Map<GroupId, Long>> mentions(UserId user, Collection<GroupId> groups);
}
