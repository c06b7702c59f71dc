package io.yizhan.model;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.model.Tally.Event;
import io.yizhan.server.archive.ArchiveUnavailableException;
import io.yizhan.server.state.ArchivedState;
import io.yizhan.server.state.Positions;
import io.yizhan.server.state.UnsavedPositions;
import io.yizhan.server.state.memory.MemoryPositions;
import io.yizhan.server.state.memory.MemoryUnsavedPositions;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One life of the positions in Redis: a conversation's are compared with the database before they are first used. */
final class RestoredPositions implements Positions {
    private final MemoryUnsavedPositions unsaved = new MemoryUnsavedPositions();
    private final MemoryPositions positions = new MemoryPositions(unsaved);
    private final Set<ConversationId> compared = new HashSet<>();
    private final ArchivedState archived;
    private final Service database;
    private final Tally tally;

    RestoredPositions(ArchivedState archived, Service database, Tally tally) {
        this.archived = archived;
        this.database = database;
        this.tally = tally;
    }

    UnsavedPositions unsaved() {
        return unsaved;
    }

    @Override
    public CompletionStage<List<Moved>> advance(List<Move> moves) {
        restore(moves.stream().map(Move::conversation).toList());
        return positions.advance(moves);
    }

    @Override
    public CompletionStage<Map<ConversationId, Map<UserId, Position>>> find(
            UserId reader, Collection<ConversationId> conversations) {
        restore(conversations);
        return positions.find(reader, conversations);
    }

    @Override
    public CompletionStage<Void> acknowledge(UserId user, DeviceId device, Map<ConversationId, Long> reached) {
        return positions.acknowledge(user, device, reached);
    }

    @Override
    public CompletionStage<Void> seen(UserId user, DeviceId device) {
        return positions.seen(user, device);
    }

    @Override
    public CompletionStage<Map<ConversationId, Long>> cursors(UserId user, DeviceId device) {
        if (database.isAway()) {
            return CompletableFuture.failedStage(new ArchiveUnavailableException("Cursors"));
        }
        return positions.cursors(user, device).thenCombine(archived.cursors(user, device), (here, saved) -> {
            Map<ConversationId, Long> cursors = new HashMap<>(saved);
            here.forEach((id, seq) -> cursors.merge(id, seq, Math::max));
            return cursors;
        });
    }

    private void restore(Collection<ConversationId> conversations) {
        List<ConversationId> open =
                conversations.stream().filter(id -> !compared.contains(id)).toList();
        if (open.isEmpty() || database.isAway()) {
            return;
        }
        Map<ConversationId, Map<UserId, Position>> saved =
                archived.positions(open).toCompletableFuture().join();
        saved.forEach((id, members) -> members.forEach((user, position) -> {
            positions.advance(List.of(new Move(id, user, position.delivered(), position.read())));
            tally.count(Event.POSITIONS_RESTORED);
        }));
        compared.addAll(open);
    }
}
