package io.yizhan.group;

import java.util.List;

/**
 * Which numbers of a group one user may see: those of the times when he was a member, his coming and going included, or
 * all of them while he is a member and the group's history is open. The others hold nothing for him.
 *
 * @param memberships ascending, at least one; the last one ends with {@link #OPEN} while he is a member
 * @param history the group's setting
 */
public record VisibleNumbers(List<Stretch> memberships, GroupHistory history) {
    /** The end of what has not ended. */
    public static final long OPEN = Long.MAX_VALUE;

    public VisibleNumbers {
        memberships = List.copyOf(memberships);
    }

    public boolean isMember() {
        return last().to() == OPEN;
    }

    public boolean sees(long seq) {
        return seesAll() || memberships.stream().anyMatch(one -> one.from() <= seq && seq <= one.to());
    }

    /** What he may see of the numbers from {@code from} to {@code to}, ascending. */
    public List<Stretch> within(long from, long to) {
        List<Stretch> visible = seesAll() ? List.of(new Stretch(1, OPEN)) : memberships;
        return visible.stream()
                .map(one -> new Stretch(Math.max(from, one.from()), Math.min(to, one.to())))
                .filter(stretch -> stretch.from() <= stretch.to())
                .toList();
    }

    /** Where the conversation ends for him: who left sees no further than that. */
    public long headOf(long head) {
        return isMember() ? head : last().to();
    }

    private boolean seesAll() {
        return isMember() && history == GroupHistory.ALL;
    }

    private Stretch last() {
        return memberships.get(memberships.size() - 1);
    }

    /** Numbers that are all visible, both ends included. */
    public record Stretch(long from, long to) {}
}
