package io.yizhan.server.delivery;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.GroupStore;
import io.yizhan.server.archive.Membership;
import io.yizhan.server.archive.MessageStore;
import io.yizhan.server.state.ArchivedMembers;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** What the archive knows of members, as those need it who keep them at hand. */
public record ArchivedRolls(GroupStore groups, MessageStore messages) implements ArchivedMembers {
    @Override
    public CompletionStage<Boolean> isMember(GroupId group, UserId user, long changedSeq) {
        return changedSeq == 0
                ? isMember(group, user)
                : completeTo(group).thenCompose(complete -> {
                    if (complete < changedSeq) {
                        throw new IllegalStateException(
                                "Not all that the group was told is in the archive yet: " + group);
                    }
                    return isMember(group, user);
                });
    }

    private CompletionStage<Long> completeTo(GroupId group) {
        ConversationId conversation = ConversationId.group(group);
        return messages.completeTo(List.of(conversation))
                .thenApply(complete -> complete.getOrDefault(conversation, 0L));
    }

    private CompletionStage<Boolean> isMember(GroupId group, UserId user) {
        return groups.latest(group, List.of(user))
                .thenApply(found -> found.stream().anyMatch(Membership::isPresent));
    }

    @Override
    public CompletionStage<Set<UserId>> members(GroupId group, int part) {
        return groups.part(group, part)
                .thenApply(all -> all.stream().map(Membership::user).collect(Collectors.toUnmodifiableSet()));
    }
}
