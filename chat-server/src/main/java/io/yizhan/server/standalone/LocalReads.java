package io.yizhan.server.standalone;

import io.yizhan.group.GroupReads;
import io.yizhan.group.GroupReads.Reached;
import io.yizhan.group.GroupRefusal;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.GroupStore;
import io.yizhan.server.archive.Membership;
import io.yizhan.server.state.Positions;
import io.yizhan.server.state.Positions.Position;
import io.yizhan.server.state.Sequencer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Who has received and read what in a group, as the gate tells it; waits for its answers. */
public final class LocalReads {
    private static final int PAGE = 1_000;

    private final GroupStore store;
    private final Positions positions;
    private final Sequencer sequencer;

    public LocalReads(GroupStore store, Positions positions, Sequencer sequencer) {
        this.store = store;
        this.positions = positions;
        this.sequencer = sequencer;
    }

    /** @param by a member */
    GroupReads find(GroupId group, UserId by, OptionalLong seq) {
        seq.ifPresent(number -> check(group, by, number));
        List<Reached> counted = new ArrayList<>();
        int members = 0;
        Optional<UserId> after = Optional.empty();
        List<Membership> page;
        do {
            page = LocalGroups.wait(store.members(group, after, PAGE));
            members += page.size();
            page.stream()
                    .filter(member -> seq.isEmpty() || wasMember(group, member.user(), seq.getAsLong()))
                    .forEach(member -> counted.add(reached(group, member.user())));
            after = page.stream().map(Membership::user).reduce((first, last) -> last);
        } while (page.size() == PAGE);
        GroupReads named = GroupReads.named(seq, counted);
        return members <= GroupReads.NAMED
                ? named
                : new GroupReads(named.seq(), named.members(), named.delivered(), named.read(), null);
    }

    private void check(GroupId group, UserId by, long seq) {
        if (!wasMember(group, by, seq)) {
            throw LocalRefusal.of(GroupRefusal.NOT_A_MEMBER, "You were not in this group at that number");
        }
        ConversationId conversation = ConversationId.group(group);
        if (seq > LocalGroups.wait(sequencer.heads(List.of(conversation))).getOrDefault(conversation, 0L)) {
            throw LocalRefusal.invalid("seq is beyond the group's last message");
        }
    }

    private boolean wasMember(GroupId group, UserId user, long seq) {
        return LocalGroups.wait(store.memberships(group, user)).stream().anyMatch(time -> time.holds(seq));
    }

    private Reached reached(GroupId group, UserId user) {
        ConversationId conversation = ConversationId.group(group);
        Position position = LocalGroups.wait(positions.find(user, List.of(conversation)))
                .getOrDefault(conversation, Map.of())
                .getOrDefault(user, Position.NONE);
        return new Reached(user.value(), position.delivered(), position.read());
    }
}
