package io.yizhan.server.delivery;

import io.yizhan.group.GroupRole;
import io.yizhan.group.VisibleNumbers;
import io.yizhan.group.VisibleNumbers.Stretch;
import io.yizhan.server.archive.Group;
import io.yizhan.server.archive.Membership;
import java.util.List;

/**
 * Which numbers of a group one user may see: those of the times when he was a member, or all while he is one if the
 * group's history is open. The others hold nothing for him.
 *
 * @param memberships ascending, at least one
 */
record GroupView(Group group, List<Membership> memberships) {
    boolean sees(long seq) {
        return numbers().sees(seq);
    }

    boolean isMember() {
        return last().isPresent();
    }

    /** Whether he is the owner or an admin. */
    boolean governs() {
        return isMember() && last().role() != GroupRole.MEMBER;
    }

    /** What he may see of the numbers from {@code from} to {@code to}, ascending. */
    List<Stretch> within(long from, long to) {
        return numbers().within(from, to);
    }

    /** Where the conversation ends for him: who left sees no further than that. */
    long headOf(long head) {
        return numbers().headOf(head);
    }

    private VisibleNumbers numbers() {
        return new VisibleNumbers(
                memberships.stream()
                        .map(one -> new Stretch(one.joinSeq(), one.leaveSeq().orElse(VisibleNumbers.OPEN)))
                        .toList(),
                group.history());
    }

    private Membership last() {
        return memberships.get(memberships.size() - 1);
    }
}
