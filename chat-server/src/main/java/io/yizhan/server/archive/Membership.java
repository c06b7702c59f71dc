package io.yizhan.server.archive;

import io.yizhan.group.GroupRole;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import java.util.OptionalLong;

/**
 * One time that a user is or was a member.
 *
 * @param joinSeq the number of the message by which he came
 * @param leaveSeq the number of the message by which he went; empty: he is a member
 * @param role what it is, or was in the end
 */
public record Membership(GroupId group, UserId user, long joinSeq, OptionalLong leaveSeq, GroupRole role) {
    public Membership {
        if (leaveSeq.isPresent() && leaveSeq.getAsLong() <= joinSeq) {
            throw new IllegalArgumentException("Left before he came: " + joinSeq + " " + leaveSeq);
        }
    }

    /** Whether he is a member now. */
    public boolean isPresent() {
        return leaveSeq.isEmpty();
    }

    /** Whether the number is in it, that of his coming and that of his going included. */
    public boolean holds(long seq) {
        return seq >= joinSeq && (leaveSeq.isEmpty() || seq <= leaveSeq.getAsLong());
    }

    Membership leftAt(long seq) {
        return new Membership(group, user, joinSeq, OptionalLong.of(seq), role);
    }

    Membership as(GroupRole other) {
        return new Membership(group, user, joinSeq, leaveSeq, other);
    }
}
