package io.yizhan.server.delivery;

import chat.v2.Head;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.Positions;
import io.yizhan.server.state.Positions.Position;
import io.yizhan.server.state.Sequencer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Where conversations end, as one of their members sees them. Never blocks. */
final class Heads {
    private final Sequencer sequencer;
    private final Positions positions;

    Heads(Sequencer sequencer, Positions positions) {
        this.sequencer = sequencer;
        this.positions = positions;
    }

    /** One head for each, in the same order, in two round trips at once. */
    CompletionStage<List<Head>> of(UserId user, List<ConversationId> conversations) {
        if (conversations.isEmpty()) {
            return CompletableFuture.completedStage(List.of());
        }
        return sequencer
                .heads(conversations)
                .thenCombine(
                        positions.find(conversations),
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
        if (conversation.isDirectOf(user)) {
            Position peer = members.getOrDefault(conversation.peerOf(user), Position.NONE);
            head.setPeerDeliveredSeq(peer.delivered()).setPeerReadSeq(peer.read());
        }
        return head.build();
    }
}
