package io.yizhan.server.archive;

import io.yizhan.group.GroupRole;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.zip.CRC32;

/**
 * One time that a user is or was a member.
 *
 * @param joinSeq the number of the message by which he came
 * @param leaveSeq the number of the message by which he went; empty: he is a member
 * @param role what it is, or was in the end
 */
public record Membership(GroupId group, UserId user, long joinSeq, OptionalLong leaveSeq, GroupRole role) {
    /** Into how many parts the members of a group fall. */
    public static final int PARTS = 128;

    public Membership {
        if (leaveSeq.isPresent() && leaveSeq.getAsLong() <= joinSeq) {
            throw new IllegalArgumentException("Left before he came: " + joinSeq + " " + leaveSeq);
        }
    }

    /** Which part of any group a user is in; never changes. */
    public static int partOf(UserId user) {
        CRC32 sum = new CRC32();
        sum.update(user.value().getBytes(StandardCharsets.US_ASCII));
        return (int) (sum.getValue() % PARTS);
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
