package io.yizhan.server.audience;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.GroupStore;
import io.yizhan.server.archive.Membership;
import io.yizhan.server.archive.MessageStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads memberships with the number up to which they are known to be right: the store is asked first how far a
 * conversation is complete, so all that changed up to there is in what is read afterwards. Never blocks.
 */
final class MembershipReader {
    private static final int PAGE = 1_000;
    /** Who comes to new groups faster than that is told of the last ones by their messages. */
    private static final int ROUNDS = 3;

    private final GroupStore groups;
    private final MessageStore messages;

    MembershipReader(GroupStore groups, MessageStore messages) {
        this.groups = groups;
        this.messages = messages;
    }

    /** All groups of a user. */
    CompletionStage<List<Known>> of(UserId user) {
        return page(user, Optional.empty(), List.of()).thenCompose(found -> of(user, found, ROUNDS));
    }

    private CompletionStage<List<Known>> of(UserId user, List<Membership> before, int rounds) {
        if (before.isEmpty()) {
            return CompletableFuture.completedStage(List.of());
        }
        return completeTo(before.stream().map(Membership::group).toList())
                .thenCompose(complete -> page(user, Optional.empty(), List.of()).thenCompose(found -> {
                    boolean isAll = found.stream().allMatch(one -> complete.containsKey(one.group()));
                    return isAll || rounds == 1
                            ? CompletableFuture.completedStage(found.stream()
                                    .filter(one -> complete.containsKey(one.group()))
                                    .map(one -> new Known(one, complete.getOrDefault(one.group(), 0L)))
                                    .toList())
                            : of(user, found, rounds - 1);
                }));
    }

    private CompletionStage<List<Membership>> page(UserId user, Optional<GroupId> after, List<Membership> before) {
        return groups.membershipsOf(user, after, PAGE).thenCompose(page -> {
            List<Membership> all = new ArrayList<>(before);
            all.addAll(page);
            return page.size() < PAGE
                    ? CompletableFuture.completedStage(all)
                    : page(user, Optional.of(page.get(PAGE - 1).group()), all);
        });
    }

    /** What these users are to one group; nothing for those who never were in it. */
    CompletionStage<Rolled> of(GroupId group, Collection<UserId> users) {
        return completeTo(List.of(group))
                .thenCompose(complete -> groups.latest(group, users)
                        .thenApply(found -> new Rolled(users, complete.getOrDefault(group, 0L), found)));
    }

    private CompletionStage<Map<GroupId, Long>> completeTo(Collection<GroupId> asked) {
        return messages.completeTo(asked.stream().map(ConversationId::group).toList())
                .thenApply(complete -> {
                    Map<GroupId, Long> found = new HashMap<>();
                    asked.forEach(group -> found.put(group, complete.getOrDefault(ConversationId.group(group), 0L)));
                    return found;
                });
    }

    /** @param knownTo what changed up to this number is in it */
    record Known(Membership membership, long knownTo) {}

    /**
     * @param asked the users of whom it was read
     * @param knownTo what changed up to this number is in it
     */
    record Rolled(Collection<UserId> asked, long knownTo, List<Membership> memberships) {}
}
