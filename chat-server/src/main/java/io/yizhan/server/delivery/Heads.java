package io.yizhan.server.delivery;

import chat.v2.Head;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.Positions;
import io.yizhan.server.state.Positions.Position;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Where conversations end, as one of their members sees them. Never blocks. */
final class Heads {
    private final ConversationHeads ends;
    private final Positions positions;

    Heads(ConversationHeads ends, Positions positions) {
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
