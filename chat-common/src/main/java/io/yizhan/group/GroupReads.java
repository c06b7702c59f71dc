package io.yizhan.group;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How far the members of a group have come, as it is told over HTTP (protocol, section 5).
 *
 * @param seq the number that was asked about; null if none was
 * @param members who are members now, and were at that number: they are those who count
 * @param delivered how many of them have received it; null without a number
 * @param read how many of them have read it; null without a number
 * @param positions of each of them, by user id; null where the group has more members than are named
 */
public record GroupReads(
        @Nullable Long seq,
        int members,
        @Nullable Integer delivered,
        @Nullable Integer read,
        @Nullable List<Reached> positions) {
    /** A group may have so many members for each to be named, unless a gate is told otherwise. */
    public static final int NAMED = 200;

    /** Up to where somebody has received and read; 0 where nothing is known. */
    public record Reached(String userId, long deliveredSeq, long readSeq) {}

    /** Where each is named. */
    public static GroupReads named(OptionalLong seq, List<Reached> positions) {
        if (seq.isEmpty()) {
            return new GroupReads(null, positions.size(), null, null, List.copyOf(positions));
        }
        long asked = seq.getAsLong();
        int delivered = (int)
                positions.stream().filter(each -> each.deliveredSeq() >= asked).count();
        int read =
                (int) positions.stream().filter(each -> each.readSeq() >= asked).count();
        return new GroupReads(asked, positions.size(), delivered, read, List.copyOf(positions));
    }

    /** Where there are too many to be named, and a number was asked about. */
    public static GroupReads counted(long seq, int members, int delivered, int read) {
        return new GroupReads(seq, members, delivered, read, null);
    }

    /** Where there are too many to be named, and no number was asked about. */
    public static GroupReads counted(int members) {
        return new GroupReads(null, members, null, null, null);
    }
}
