package io.yizhan.gate.group;

import io.yizhan.access.RedisGivenNumbers;
import io.yizhan.gate.config.GroupConfig;
import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import io.yizhan.gate.group.ReadsMapper.Counts;
import io.yizhan.gate.group.ReadsMapper.Position;
import io.yizhan.group.GroupReads;
import io.yizhan.group.GroupReads.Reached;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import java.util.List;
import java.util.OptionalLong;
import org.springframework.stereotype.Component;

/**
 * Who has received and read what in a group, from the database, where positions stand a second after they moved. A
 * group of any size is looked at in pages, and no connection is held between them. Blocks.
 */
@Component
final class ReadsBook {
    /** Some milliseconds of the database. */
    private static final int PAGE = 2_000;

    private final GroupBook groups;
    private final ReadsMapper mapper;
    private final RedisGivenNumbers numbers;
    private final int named;

    ReadsBook(GroupBook groups, ReadsMapper mapper, RedisGivenNumbers numbers, GroupConfig config) {
        this.groups = groups;
        this.mapper = mapper;
        this.numbers = numbers;
        this.named = config.namedReaders();
    }

    /**
     * @throws Refusal NO_SUCH_GROUP; NOT_A_MEMBER for who is none, or was none at that number; INVALID_ARGUMENT for a
     *     number that was not given out
     */
    GroupReads find(GroupId group, UserId by, OptionalLong seq) {
        groups.find(group, by);
        seq.ifPresent(number -> check(group, by, number));
        // without a number everybody counts who is a member
        long number = seq.orElse(Long.MAX_VALUE);
        String conversation = ConversationId.group(group).value();
        List<Position> found = mapper.positions(group.value(), conversation, number, "", named + 1);
        if (found.size() <= named) {
            return GroupReads.named(
                    seq,
                    found.stream()
                            .filter(Position::present)
                            .map(each -> new Reached(each.userId(), each.delivered(), each.seen()))
                            .toList());
        }
        return seq.isPresent() ? counted(group, number) : GroupReads.counted(mapper.members(group.value()));
    }

    private void check(GroupId group, UserId by, long seq) {
        if (mapper.wasMember(group.value(), by.value(), seq) == 0) {
            throw new Refusal(GateError.NOT_A_MEMBER, "You were not in this group at that number");
        }
        ConversationId conversation = ConversationId.group(group);
        Long written = mapper.head(conversation.value());
        if (seq > Math.max(written == null ? 0 : written, numbers.last(conversation))) {
            throw new Refusal(GateError.INVALID_ARGUMENT, "seq is beyond the group's last message");
        }
    }

    private GroupReads counted(GroupId group, long seq) {
        String conversation = ConversationId.group(group).value();
        String after = "";
        int members = 0;
        int delivered = 0;
        int read = 0;
        Counts page;
        do {
            page = mapper.count(group.value(), conversation, seq, after, PAGE);
            members += page.members();
            delivered += page.delivered();
            read += page.seen();
            after = page.last();
        } while (page.walked() == PAGE);
        return GroupReads.counted(seq, members, delivered, read);
    }
}
