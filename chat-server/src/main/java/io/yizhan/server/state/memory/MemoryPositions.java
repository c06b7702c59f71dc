package io.yizhan.server.state.memory;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.Positions;
import io.yizhan.server.state.UnsavedPositions.Reached;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Positions in this process. Safe from any thread; stages are complete when they are returned. */
public final class MemoryPositions implements Positions {
    private final ConcurrentMap<ConversationId, Map<UserId, Position>> positions = new ConcurrentHashMap<>();
    private final MemoryUnsavedPositions unsaved;
    private final MemoryCursors cursors;

    /** Positions of which nobody is told. */
    public MemoryPositions() {
        this(new MemoryUnsavedPositions());
    }

    /** @param unsaved told of what moved */
    public MemoryPositions(MemoryUnsavedPositions unsaved) {
        this.unsaved = unsaved;
        this.cursors = new MemoryCursors(unsaved);
    }

    @Override
    public CompletionStage<List<Moved>> advance(List<Move> moves) {
        List<Moved> moved = new ArrayList<>(moves.size());
        for (Move move : moves) {
            positions.compute(move.conversation(), (conversation, present) -> {
                Map<UserId, Position> members = present == null ? Map.of() : present;
                Position before = members.getOrDefault(move.user(), Position.NONE);
                Position after = new Position(
                        Math.max(before.delivered(), move.delivered()), Math.max(before.read(), move.read()));
                moved.add(new Moved(after, !after.equals(before)));
                unsaved.note(new Reached(move.conversation(), move.user(), after));
                return after.equals(Position.NONE) ? present : with(members, move.user(), after);
            });
        }
        return CompletableFuture.completedStage(moved);
    }

    /** A copy, so that a reader holds a snapshot. */
    private static Map<UserId, Position> with(Map<UserId, Position> members, UserId user, Position position) {
        Map<UserId, Position> copy = new LinkedHashMap<>(members);
        copy.put(user, position);
        return Map.copyOf(copy);
    }

    @Override
    public CompletionStage<Map<ConversationId, Map<UserId, Position>>> find(
            UserId reader, Collection<ConversationId> conversations) {
        Map<ConversationId, Map<UserId, Position>> found = new LinkedHashMap<>();
        conversations.forEach(each -> found.put(each, of(reader, each)));
        return CompletableFuture.completedStage(found);
    }

    private Map<UserId, Position> of(UserId reader, ConversationId conversation) {
        Map<UserId, Position> all = positions.getOrDefault(conversation, Map.of());
        if (conversation.isDirect()) {
            return all;
        }
        Position own = all.get(reader);
        return own == null ? Map.of() : Map.of(reader, own);
    }

    @Override
    public CompletionStage<Void> acknowledge(UserId user, DeviceId device, Map<ConversationId, Long> reached) {
        return cursors.advance(user, device, reached);
    }

    @Override
    public CompletionStage<Void> seen(UserId user, DeviceId device) {
        return cursors.seen(user, device);
    }

    @Override
    public CompletionStage<Map<ConversationId, Long>> cursors(UserId user, DeviceId device) {
        return cursors.of(user, device);
    }
}
