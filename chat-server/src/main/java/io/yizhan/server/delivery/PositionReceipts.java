package io.yizhan.server.delivery;

import chat.v2.ErrorCode;
import chat.v2.Position;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.state.Positions;
import io.yizhan.server.state.Positions.Move;
import io.yizhan.server.state.Positions.Moved;
import io.yizhan.server.state.Sequencer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Moves positions in the cluster's books, then lets the others know. Completes on threads of the ports. */
public final class PositionReceipts implements Receipts {
    private static final int MOST = 1_000;

    private final Sequencer sequencer;
    private final Positions positions;
    private final ReceiptPacer pacer;

    public PositionReceipts(DeliveryPorts ports, ReceiptPacer pacer) {
        this.sequencer = ports.sequencer();
        this.positions = ports.positions();
        this.pacer = pacer;
    }

    @Override
    public CompletionStage<Void> delivered(SessionAddress by, List<Position> reached) {
        return advance(by, reached, false);
    }

    @Override
    public CompletionStage<Void> read(SessionAddress by, List<Position> reached) {
        return advance(by, reached, true);
    }

    private CompletionStage<Void> advance(SessionAddress by, List<Position> reached, boolean read) {
        try {
            Map<ConversationId, Long> targets = checked(by.user(), reached);
            return targets.isEmpty() ? CompletableFuture.completedStage(null) : advance(by, targets, read);
        } catch (RequestRefused refusal) {
            return CompletableFuture.failedStage(refusal);
        }
    }

    private CompletionStage<Void> advance(SessionAddress by, Map<ConversationId, Long> targets, boolean read) {
        List<Move> moves = targets.entrySet().stream()
                .map(target -> new Move(target.getKey(), by.user(), target.getValue(), read ? target.getValue() : 0))
                .toList();
        return sequencer
                .heads(targets.keySet())
                .thenCompose(heads -> {
                    targets.forEach((id, seq) -> checkHead(id, seq, heads.getOrDefault(id, 0L)));
                    return positions.advance(moves);
                })
                .thenAccept(moved -> pacer.changed(changes(by, moves, moved)));
    }

    /** One bad position refuses all, so nothing is moved before every one is looked at. */
    private static Map<ConversationId, Long> checked(UserId user, List<Position> reached) {
        if (reached.size() > MOST) {
            throw new RequestRefused(ErrorCode.INVALID_ARGUMENT, "At most 1,000 positions: " + reached.size());
        }
        Map<ConversationId, Long> targets = new LinkedHashMap<>();
        for (Position position : reached) {
            ConversationId id = ConversationId.parse(position.getConversationId())
                    .orElseThrow(() -> new RequestRefused(ErrorCode.INVALID_ARGUMENT, "Not a conversation id"));
            if (!id.isDirectOf(user)) {
                throw new RequestRefused(ErrorCode.NOT_A_MEMBER, "Not a conversation of yours: " + id);
            }
            targets.merge(id, position.getSeq(), (one, other) -> Long.compareUnsigned(one, other) >= 0 ? one : other);
        }
        return targets;
    }

    private static void checkHead(ConversationId conversation, long seq, long head) {
        if (Long.compareUnsigned(seq, head) > 0) {
            throw new RequestRefused(
                    ErrorCode.INVALID_ARGUMENT,
                    "Beyond the head of " + conversation + ": " + Long.toUnsignedString(seq) + " > " + head);
        }
    }

    private static List<ReceiptChange> changes(SessionAddress by, List<Move> moves, List<Moved> moved) {
        List<ReceiptChange> changes = new ArrayList<>();
        for (int i = 0; i < moves.size(); i++) {
            ConversationId conversation = moves.get(i).conversation();
            boolean withOneself = conversation.peerOf(by.user()).equals(by.user());
            if (moved.get(i).changed() && !withOneself) {
                changes.add(
                        new ReceiptChange(conversation, by.user(), moved.get(i).position(), Set.of(by.device())));
            }
        }
        return changes;
    }
}
