package io.yizhan.server.delivery;

import chat.v2.ErrorCode;
import chat.v2.Position;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.UserId;
import io.yizhan.server.audience.OnlineMembers;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.state.Positions;
import io.yizhan.server.state.Positions.Move;
import io.yizhan.server.state.Positions.Moved;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Moves positions in the cluster's books, then lets the others know. Completes on threads of the ports. */
public final class PositionReceipts implements Receipts {
    private static final int MOST = 1_000;
    private static final int RETRY_MS = 1_000;

    private final ConversationHeads heads;
    private final Positions positions;
    private final GroupViews views;
    private final ReceiptPacer pacer;

    /** Where there are no groups. */
    public PositionReceipts(DeliveryPorts ports, ReceiptPacer pacer) {
        this(ports, OnlineMembers.NONE, pacer);
    }

    /** @param groups of those who are online here */
    public PositionReceipts(DeliveryPorts ports, OnlineMembers groups, ReceiptPacer pacer) {
        this.heads = new ConversationHeads(ports.sequencer(), ports.store());
        this.positions = ports.positions();
        this.views = new GroupViews(ports.groups().store(), groups);
        this.pacer = pacer;
    }

    @Override
    public CompletionStage<Void> delivered(SessionAddress by, List<Position> reached, boolean exist) {
        return unlessRefused(() -> {
            Map<ConversationId, Long> targets = checked(by.user(), reached);
            return (exist ? CompletableFuture.<Void>completedStage(null) : exist(by.user(), targets))
                    .thenCompose(exists -> positions
                            .acknowledge(by.user(), by.device(), targets)
                            .thenCombine(advance(by, targets, false), (moved, told) -> told));
        });
    }

    @Override
    public CompletionStage<Void> read(SessionAddress by, List<Position> reached) {
        return unlessRefused(() -> {
            Map<ConversationId, Long> targets = checked(by.user(), reached);
            return exist(by.user(), targets).thenCompose(exists -> advance(by, targets, true));
        });
    }

    private static CompletionStage<Void> unlessRefused(Supplier<CompletionStage<Void>> answer) {
        try {
            return answer.get();
        } catch (RequestRefused refusal) {
            return CompletableFuture.failedStage(refusal);
        }
    }

    private CompletionStage<Void> advance(SessionAddress by, Map<ConversationId, Long> targets, boolean read) {
        List<Move> moves = targets.entrySet().stream()
                .map(target -> new Move(target.getKey(), by.user(), target.getValue(), read ? target.getValue() : 0))
                .toList();
        return positions.advance(moves).thenAccept(moved -> pacer.changed(changes(by, moves, moved)));
    }

    /**
     * Whether there are such numbers. The sequencer may have lost its memory, so what is beyond the heads that it knows
     * is looked up once more in what is written; if nothing is written yet of a conversation, nobody can say.
     */
    private CompletionStage<Void> exist(UserId user, Map<ConversationId, Long> targets) {
        return views.unlessMember(user, targets.keySet()).thenCompose(left -> {
            left.forEach(view -> {
                ConversationId id = ConversationId.group(view.group().id());
                checkHead(id, targets.getOrDefault(id, 0L), view.headOf(Long.MAX_VALUE));
            });
            return exist(targets);
        });
    }

    private CompletionStage<Void> exist(Map<ConversationId, Long> targets) {
        return heads.known(targets.keySet()).thenCompose(known -> {
            Map<ConversationId, Long> beyond = new LinkedHashMap<>();
            targets.forEach((id, seq) -> {
                if (Long.compareUnsigned(seq, known.getOrDefault(id, 0L)) > 0) {
                    beyond.put(id, seq);
                }
            });
            return beyond.isEmpty()
                    ? CompletableFuture.completedStage(null)
                    : heads.highest(beyond.keySet()).thenCombine(heads.bounds(beyond.keySet()), (highest, bounds) -> {
                        beyond.forEach((id, seq) ->
                                checkHead(id, seq, highest.getOrDefault(id, 0L), bounds.getOrDefault(id, 0L)));
                        return null;
                    });
        });
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
            if (id.isDirect() && !id.isDirectOf(user)) {
                throw new RequestRefused(ErrorCode.NOT_A_MEMBER, "Not a conversation of yours: " + id);
            }
            targets.merge(id, position.getSeq(), (one, other) -> Long.compareUnsigned(one, other) >= 0 ? one : other);
        }
        return targets;
    }

    private static void checkHead(ConversationId conversation, long seq, long head, long bound) {
        if (Long.compareUnsigned(seq, head) > 0 && Long.compareUnsigned(seq, bound) <= 0) {
            throw new RequestRefused(ErrorCode.UNAVAILABLE, "Nothing of it is written yet: " + conversation, RETRY_MS);
        }
        checkHead(conversation, seq, head);
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
            boolean withOneself =
                    conversation.isDirect() && conversation.peerOf(by.user()).equals(by.user());
            if (moved.get(i).changed() && !withOneself) {
                changes.add(
                        new ReceiptChange(conversation, by.user(), moved.get(i).position(), Set.of(by.device())));
            }
        }
        return changes;
    }
}
