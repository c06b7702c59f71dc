package io.yizhan.gate.history;

import io.yizhan.access.RedisGivenNumbers;
import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import io.yizhan.gate.history.HistoryMapper.GroupRow;
import io.yizhan.gate.history.HistoryMapper.MembershipRow;
import io.yizhan.group.VisibleNumbers;
import io.yizhan.group.VisibleNumbers.Stretch;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.protocol.PageEnd;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Decides what of a conversation a user may read, by the workers' rule. First the last number that was given out is
 * asked, then how far the database has all, then who may see what: so nothing is called complete that is not, and of
 * whoever came or went up to there it is known. Blocks.
 */
@Component
final class HistoryBook {
    private final HistoryMapper mapper;
    private final RedisGivenNumbers numbers;

    HistoryBook(HistoryMapper mapper, RedisGivenNumbers numbers) {
        this.mapper = mapper;
        this.numbers = numbers;
    }

    /** @throws Refusal NOT_A_MEMBER, or NO_SUCH_GROUP */
    HistoryReading open(UserId user, HistoryQuery query) {
        ConversationId conversation = query.conversation();
        if (conversation.isDirect() && !conversation.isDirectOf(user)) {
            throw new Refusal(GateError.NOT_A_MEMBER, "Not a conversation of yours");
        }
        long given = numbers.last(conversation);
        Long written = mapper.completeTo(conversation.value());
        long complete = written == null ? 0 : written;
        PageEnd end = new PageEnd(query.to(), query.backwards());
        return conversation
                .group()
                .map(group -> group(query, end, visible(user, group), given, complete))
                .orElseGet(() -> new HistoryReading(
                        mapper, query, List.of(new Stretch(query.from(), query.to())), end, complete, given));
    }

    /** Beyond what is complete it is not known who may see it. */
    private HistoryReading group(HistoryQuery query, PageEnd end, VisibleNumbers visible, long given, long written) {
        long head = visible.headOf(Math.max(given, written));
        long complete = Math.min(written, head);
        List<Stretch> stretches = visible.within(query.from(), Math.min(query.to(), complete));
        return new HistoryReading(mapper, query, stretches, end, complete, head);
    }

    private VisibleNumbers visible(UserId user, GroupId id) {
        List<MembershipRow> memberships = mapper.memberships(id.value(), user.value());
        GroupRow group = mapper.group(id.value());
        if (group == null || (group.ended() && memberships.isEmpty())) {
            throw new Refusal(GateError.NO_SUCH_GROUP, "There is no such group");
        }
        if (memberships.isEmpty()) {
            throw new Refusal(GateError.NOT_A_MEMBER, "You never were in this group");
        }
        return new VisibleNumbers(
                memberships.stream()
                        .map(one -> new Stretch(
                                one.joinSeq(), one.leaveSeq() == null ? VisibleNumbers.OPEN : one.leaveSeq()))
                        .toList(),
                group.history());
    }
}
