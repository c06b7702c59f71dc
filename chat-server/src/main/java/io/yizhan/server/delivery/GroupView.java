package io.yizhan.server.delivery;

import io.yizhan.group.GroupHistory;
import io.yizhan.group.GroupRole;
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
        return seesAll() || memberships.stream().anyMatch(one -> one.holds(seq));
    }

    private boolean seesAll() {
        return isMember() && group.history() == GroupHistory.ALL;
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
        if (seesAll()) {
            return from <= to ? List.of(new Stretch(from, to)) : List.of();
        }
        return memberships.stream()
                .map(one -> new Stretch(
                        Math.max(from, one.joinSeq()),
                        Math.min(to, one.leaveSeq().orElse(to))))
                .filter(stretch -> stretch.from() <= stretch.to())
                .toList();
    }

    /** Where the conversation ends for him: who left sees no further than that. */
    long headOf(long head) {
        return last().leaveSeq().orElse(head);
    }

    private Membership last() {
        return memberships.get(memberships.size() - 1);
    }

    /** Numbers that are all visible, both ends included. */
    record Stretch(long from, long to) {}
}
