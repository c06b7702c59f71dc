package io.yizhan.server.archive.mysql;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.protocol.GroupEvent;
import io.yizhan.server.archive.GroupState;
import io.yizhan.server.archive.Roster;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Applies the events of groups that a transaction has just written, in the order in which the log has them. */
final class GroupEvents {
    private final GroupMapper mapper;

    GroupEvents(GroupMapper mapper) {
        this.mapper = mapper;
    }

    /** @param written the rows of each conversation in the log's order; the conversations are locked */
    void apply(List<MessageRow> written) {
        Map<GroupId, List<Numbered>> byGroup = new TreeMap<>();
        for (MessageRow row : written) {
            numbered(row)
                    .ifPresent(event -> new ConversationId(row.getConversationId())
                            .group()
                            .ifPresent(group -> byGroup.computeIfAbsent(group, id -> new ArrayList<>())
                                    .add(event)));
        }
        byGroup.forEach(this::apply);
    }

    private static Optional<Numbered> numbered(MessageRow row) {
        return row.isMessage()
                ? GroupEvent.in(row.message()).map(event -> new Numbered(row.getSeq(), event))
                : Optional.empty();
    }

    /** Locks the group's row after its conversation's, as everybody does. */
    private void apply(GroupId group, List<Numbered> events) {
        GroupMapper.GroupRow row = mapper.lock(group);
        if (row == null) {
            return; // nobody has reserved the id, so nobody asked for what the events say
        }
        GroupState before = row.state();
        Set<UserId> concerned = new HashSet<>(List.of(before.group().owner()));
        events.forEach(numbered -> concerned.add(numbered.event().user()));
        Roster roster = new Roster(
                before,
                mapper.latest(group, List.copyOf(concerned)).stream()
                        .map(GroupMapper.MembershipRow::membership)
                        .toList());
        events.forEach(numbered -> roster.apply(numbered.seq(), numbered.event()));
        List<GroupMapper.MembershipRow> changed =
                roster.changed().stream().map(GroupMapper.MembershipRow::of).toList();
        if (!changed.isEmpty()) {
            mapper.put(changed);
        }
        mapper.change(GroupMapper.GroupRow.of(roster.state()));
    }

    private record Numbered(long seq, GroupEvent event) {}
}
