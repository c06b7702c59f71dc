package io.yizhan.server.state.redis;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.ArchivedState;
import io.yizhan.server.state.Positions.Position;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the positions that the archive has into Redis, and notes to be saved what Redis has beyond them. */
final class PositionRestore {
    private static final Logger log = LoggerFactory.getLogger(PositionRestore.class);
    private static final LuaScript RESTORE = LuaScript.load("restore");

    private final RedisCalls calls;
    private final ArchivedState archived;

    PositionRestore(RedisCalls calls, ArchivedState archived) {
        this.calls = calls;
        this.archived = archived;
    }

    /** Completes also if the archive cannot be reached: then nothing is changed, and the next use looks again. */
    CompletionStage<Void> of(Collection<ConversationId> conversations) {
        return archived.positions(conversations)
                .handle((positions, failure) -> {
                    if (failure != null) {
                        // the outage itself is told by those who write to the archive
                        log.debug(
                                "Positions could not be compared with the archive, conversations: {}: {}",
                                conversations.size(),
                                failure.toString());
                        return Map.<ConversationId, Map<UserId, Position>>of();
                    }
                    return positions;
                })
                .thenCompose(this::restore);
    }

    private CompletionStage<Void> restore(Map<ConversationId, Map<UserId, Position>> positions) {
        if (positions.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        List<ConversationId> conversations = List.copyOf(positions.keySet());
        List<ScriptCall> scripts = conversations.stream()
                .map(id -> script(id, Objects.requireNonNull(positions.get(id))))
                .toList();
        return calls.run("Restoring positions", scripts).thenCompose(answers -> {
            List<UnsavedMark> further = new ArrayList<>();
            for (int i = 0; i < answers.size(); i++) {
                for (Object user : (List<?>) answers.get(i)) {
                    further.add(UnsavedMark.reached(conversations.get(i), new UserId((String) user)));
                }
            }
            return further.isEmpty()
                    ? CompletableFuture.completedStage(null)
                    : calls.run("Noting positions to be saved", List.of(RedisUnsavedPositions.note(further)))
                            .thenAccept(noted -> {});
        });
    }

    private static ScriptCall script(ConversationId conversation, Map<UserId, Position> members) {
        List<String> arguments = new ArrayList<>(3 * members.size());
        members.forEach((user, position) -> {
            arguments.add(user.value());
            arguments.add(Long.toString(position.delivered()));
            arguments.add(Long.toString(position.read()));
        });
        return RESTORE.call(List.of(RedisPositions.key(conversation)), arguments);
    }
}
