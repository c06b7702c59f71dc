package io.yizhan.server.delivery;

import chat.v2.Head;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.GroupStore;
import io.yizhan.server.archive.Membership;
import io.yizhan.server.state.Positions;
import io.yizhan.server.state.Positions.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where conversations end, as one of their members sees them. Never blocks. */
final class Heads {
    private static final Logger log = LoggerFactory.getLogger(Heads.class);

    private final ConversationHeads ends;
    private final Positions positions;
    private final GroupStore groups;

    Heads(ConversationHeads ends, Positions positions, GroupStore groups) {
        this.groups = groups;
        this.ends = ends;
        this.positions = positions;
    }

    /** One head for each, in the same order, for a device that begins: also if numbers were lost, none is too low. */
    CompletionStage<List<Head>> highest(UserId user, List<ConversationId> conversations) {
        return of(user, conversations, ends::highest);
    }

    /** One head for each, in the same order, for a device that was told the heads before. */
    CompletionStage<List<Head>> known(UserId user, List<ConversationId> conversations) {
        return of(user, conversations, ends::known);
    }

    /** Where groups end for one who is or was in them, in the same order. */
    CompletionStage<List<Head>> ofGroups(UserId user, List<Membership> memberships) {
        List<ConversationId> conversations = memberships.stream()
                .map(one -> ConversationId.group(one.group()))
                .toList();
        CompletionStage<Map<GroupId, Long>> mentions = groups.mentions(
                        user, memberships.stream().map(Membership::group).toList())
                .exceptionally(failure -> {
                    log.debug("It is not told who is mentioned", failure);
                    return Map.of();
                });
        return highest(user, conversations).thenCombine(mentions, (heads, mentioned) -> {
            List<Head> own = new ArrayList<>(heads.size());
            for (int i = 0; i < heads.size(); i++) {
                own.add(inGroup(heads.get(i), memberships.get(i), mentioned));
            }
            return own;
        });
    }

    private static Head inGroup(Head head, Membership membership, Map<GroupId, Long> mentioned) {
        long mention = mentioned.getOrDefault(membership.group(), 0L);
        return head.toBuilder()
                .setHeadSeq(membership.leaveSeq().orElse(head.getHeadSeq()))
                .setMentioned(mention > head.getReadSeq() && membership.holds(mention))
                .build();
    }

    private CompletionStage<List<Head>> of(
            UserId user,
            List<ConversationId> conversations,
            Function<List<ConversationId>, CompletionStage<Map<ConversationId, Long>>> numbers) {
        if (conversations.isEmpty()) {
            return CompletableFuture.completedStage(List.of());
        }
        return numbers.apply(conversations)
                .thenCombine(
                        positions.find(user, conversations),
                        (heads, members) -> conversations.stream()
                                .map(conversation -> head(
                                        user,
                                        conversation,
                                        heads.getOrDefault(conversation, 0L),
                                        members.getOrDefault(conversation, Map.of())))
                                .toList());
    }

    private static Head head(UserId user, ConversationId conversation, long seq, Map<UserId, Position> members) {
        Position own = members.getOrDefault(user, Position.NONE);
        Head.Builder head = Head.newBuilder()
                .setConversationId(conversation.value())
                .setHeadSeq(seq)
                .setDeliveredSeq(own.delivered())
                .setReadSeq(own.read());
        // with oneself there is no other side
        if (conversation.isDirectOf(user) && !conversation.peerOf(user).equals(user)) {
            Position peer = members.getOrDefault(conversation.peerOf(user), Position.NONE);
            head.setPeerDeliveredSeq(peer.delivered()).setPeerReadSeq(peer.read());
        }
        return head.build();
    }
}
