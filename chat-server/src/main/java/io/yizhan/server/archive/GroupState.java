package io.yizhan.server.archive;

import io.yizhan.identity.UserId;
import java.util.OptionalLong;

/**
 * A group as a store keeps it.
 *
 * @param group of one that is only reserved, what it is going to be
 * @param creation which call makes it: what another call has sent creates nothing
 * @param createdSeq the number at which it began; empty: it is only reserved
 * @param endedSeq the number at which its last member went
 * @param appliedSeq the number of the last event that was applied, whether it had an effect or not
 */
public record GroupState(
        Group group, String creation, OptionalLong createdSeq, OptionalLong endedSeq, long appliedSeq) {
    /** Whether it was created and has not ended. */
    public boolean isThere() {
        return createdSeq.isPresent() && endedSeq.isEmpty();
    }

    GroupState created(long seq) {
        return new GroupState(group, creation, OptionalLong.of(seq), endedSeq, appliedSeq);
    }

    GroupState renamed(String name) {
        return with(new Group(
                group.id(), name, group.owner(), group.joinPolicy(), group.history(), group.members(), group.ended()));
    }

    GroupState owned(UserId owner) {
        return with(new Group(
                group.id(), group.name(), owner, group.joinPolicy(), group.history(), group.members(), group.ended()));
    }

    /** One more member, or one fewer; without any it has ended. */
    GroupState grown(int by, long seq) {
        int members = group.members() + by;
        GroupState grown = with(new Group(
                group.id(), group.name(), group.owner(), group.joinPolicy(), group.history(), members, members == 0));
        return members > 0
                ? grown
                : new GroupState(grown.group, creation, createdSeq, OptionalLong.of(seq), appliedSeq);
    }

    GroupState appliedTo(long seq) {
        return new GroupState(group, creation, createdSeq, endedSeq, seq);
    }

    private GroupState with(Group other) {
        return new GroupState(other, creation, createdSeq, endedSeq, appliedSeq);
    }
}
