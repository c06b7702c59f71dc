package io.yizhan.server.delivery;

import chat.v2.ErrorCode;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.GroupStore;
import io.yizhan.server.archive.Membership;
import io.yizhan.server.audience.OnlineMembers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Says who may see what in groups, as the archive has it. Never blocks. */
final class GroupViews {
    private static final int RETRY_MS = 300;

    private final GroupStore store;
    private final OnlineMembers local;

    GroupViews(GroupStore store, OnlineMembers local) {
        this.store = store;
        this.local = local;
    }

    /**
     * Fails with a {@link RequestRefused} if there is no such group, or the user never was in it. Of his joining this
     * worker may have heard before it is written: then he is a member, of a group that is behind.
     */
    CompletionStage<GroupView> of(UserId user, GroupId id) {
        return store.memberships(id, user).thenCombine(store.find(id), (written, found) -> {
            List<Membership> memberships = withHeard(written, user, id);
            if (found.isEmpty() && !memberships.isEmpty()) {
                throw new RequestRefused(ErrorCode.UNAVAILABLE, "The group is being written: " + id, RETRY_MS);
            }
            if (found.isEmpty() || (found.get().ended() && memberships.isEmpty())) {
                throw new RequestRefused(ErrorCode.NO_SUCH_GROUP, "No such group: " + id);
            }
            if (memberships.isEmpty()) {
                throw new RequestRefused(ErrorCode.NOT_A_MEMBER, "Not a group of yours: " + id);
            }
            return new GroupView(found.get(), memberships);
        });
    }

    private List<Membership> withHeard(List<Membership> written, UserId user, GroupId id) {
        long last = written.isEmpty()
                ? 0
                : written.get(written.size() - 1).leaveSeq().orElse(Long.MAX_VALUE);
        List<Membership> all = new ArrayList<>(written);
        local.of(user).stream()
                .filter(one -> one.group().equals(id) && one.isPresent() && one.joinSeq() > last)
                .forEach(all::add);
        return all;
    }

    /**
     * As {@link #of}, for those conversations of groups whose member the user is not known to be here; what is not his
     * is refused as such, whether it exists or not.
     */
    CompletionStage<List<GroupView>> unlessMember(UserId user, Collection<ConversationId> conversations) {
        List<GroupId> members = local.of(user).stream()
                .filter(Membership::isPresent)
                .map(Membership::group)
                .toList();
        CompletionStage<List<GroupView>> all = CompletableFuture.completedStage(new ArrayList<>());
        for (ConversationId conversation : conversations) {
            GroupId group = conversation.group().orElse(null);
            if (group != null && !members.contains(group)) {
                all = all.thenCombine(ofHis(user, group), (views, view) -> {
                    views.add(view);
                    return views;
                });
            }
        }
        return all;
    }

    private CompletionStage<GroupView> ofHis(UserId user, GroupId group) {
        return of(user, group).exceptionally(failure -> {
            throw RequestRefused.in(failure)
                    .map(refusal -> new CompletionException(
                            new RequestRefused(ErrorCode.NOT_A_MEMBER, "Not a group of yours: " + group)))
                    .orElseGet(() -> new CompletionException(failure));
        });
    }
}
