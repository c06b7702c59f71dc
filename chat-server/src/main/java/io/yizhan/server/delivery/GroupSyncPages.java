package io.yizhan.server.delivery;

import chat.v2.Head;
import chat.v2.SyncRequest;
import chat.v2.SyncResponse;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.Membership;
import io.yizhan.server.audience.OnlineMembers;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Lists the groups of a user that have moved; they stand before his other conversations, by id. Nothing is written for
 * a member when a group moves: the heads of all his groups are read at once. Never blocks.
 */
final class GroupSyncPages {
    /** Before the id of the last group of the page before; no other token begins so. */
    private static final String TOKEN = "g:";

    private final OnlineMembers groups;
    private final Heads heads;

    GroupSyncPages(OnlineMembers groups, Heads heads) {
        this.groups = groups;
        this.heads = heads;
    }

    /** Whether the request asks for groups, or for the beginning. */
    static boolean isFor(SyncRequest request) {
        return request.getPageToken().isEmpty() || isToken(request);
    }

    private static boolean isToken(SyncRequest request) {
        return request.getPageToken().startsWith(TOKEN)
                && GroupId.isValid(request.getPageToken().substring(TOKEN.length()));
    }

    /**
     * Those that are next.
     *
     * @param others gives the first page of the other conversations, when there is nothing more to say of groups
     * @throws RequestRefused for arguments that the protocol refuses
     */
    CompletionStage<SyncResponse> page(
            UserId user, SyncRequest request, Supplier<CompletionStage<SyncResponse>> others) {
        String after = isToken(request) ? request.getPageToken().substring(TOKEN.length()) : "";
        return page(user, after, SyncPages.have(request), others);
    }

    /** @param after the id of a group; those behind it are next */
    private CompletionStage<SyncResponse> page(
            UserId user, String after, Map<String, Long> have, Supplier<CompletionStage<SyncResponse>> others) {
        List<Membership> page = groups.of(user).stream()
                .filter(one -> one.group().value().compareTo(after) > 0)
                .sorted(Comparator.comparing(Membership::group))
                .limit(SyncPages.PAGE)
                .toList();
        if (page.isEmpty()) {
            return others.get();
        }
        String next = page.get(page.size() - 1).group().value();
        return heads.ofGroups(user, page).thenCompose(found -> {
            List<Head> news = found.stream()
                    .filter(head -> SyncPages.hasMoved(head, have))
                    .filter(head -> isOpen(head, page))
                    .toList();
            return news.isEmpty()
                    ? page(user, next, have, others)
                    : CompletableFuture.completedStage(SyncResponse.newBuilder()
                            .addAllHeads(news)
                            .setNextPageToken(TOKEN + next)
                            .build());
        });
    }

    /** One that was left is told of until the leave was read. */
    private static boolean isOpen(Head head, List<Membership> page) {
        return page.stream()
                .filter(one -> head.getConversationId()
                        .equals(ConversationId.group(one.group()).value()))
                .allMatch(one -> one.isPresent() || head.getReadSeq() < head.getHeadSeq());
    }
}
