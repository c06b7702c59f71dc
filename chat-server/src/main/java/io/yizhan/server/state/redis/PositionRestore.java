package io.yizhan.server.state.redis;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.ArchivedState;
import io.yizhan.server.state.Positions.Position;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
    CompletionStage<Void> of(Collection<PositionHash> hashes) {
        return archived(hashes)
                .handle((positions, failure) -> {
                    if (failure != null) {
                        // the outage itself is told by those who write to the archive
                        log.debug(
                                "Positions could not be compared with the archive, hashes: {}: {}",
                                hashes.size(),
                                failure.toString());
                        return Map.<PositionHash, Map<UserId, Position>>of();
                    }
                    return positions;
                })
                .thenCompose(this::restore);
    }

    private CompletionStage<Map<PositionHash, Map<UserId, Position>>> archived(Collection<PositionHash> hashes) {
        Map<UserId, List<ConversationId>> groups = new HashMap<>();
        List<ConversationId> direct = new ArrayList<>();
        hashes.forEach(hash -> hash.member()
                .ifPresentOrElse(
                        member -> groups.computeIfAbsent(member, any -> new ArrayList<>())
                                .add(hash.conversation()),
                        () -> direct.add(hash.conversation())));
        CompletionStage<Map<PositionHash, Map<UserId, Position>>> all = direct.isEmpty()
                ? CompletableFuture.completedStage(new HashMap<>())
                : archived.positions(direct).thenApply(PositionRestore::ofTwo);
        for (Map.Entry<UserId, List<ConversationId>> one : groups.entrySet()) {
            all = all.thenCombine(archived.positions(one.getKey(), one.getValue()), (before, found) -> {
                found.forEach((id, position) ->
                        before.put(PositionHash.of(id, one.getKey()), Map.of(one.getKey(), position)));
                return before;
            });
        }
        return all;
    }

    private static Map<PositionHash, Map<UserId, Position>> ofTwo(Map<ConversationId, Map<UserId, Position>> found) {
        Map<PositionHash, Map<UserId, Position>> hashes = new HashMap<>();
        found.forEach((id, members) -> hashes.put(new PositionHash(id, Optional.empty()), members));
        return hashes;
    }

    private CompletionStage<Void> restore(Map<PositionHash, Map<UserId, Position>> positions) {
        if (positions.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        List<PositionHash> hashes = List.copyOf(positions.keySet());
        List<ScriptCall> scripts = hashes.stream()
                .map(hash -> script(hash, Objects.requireNonNull(positions.get(hash))))
                .toList();
        return calls.run("Restoring positions", scripts).thenCompose(answers -> {
            List<UnsavedMark> further = new ArrayList<>();
            for (int i = 0; i < answers.size(); i++) {
                for (Object user : (List<?>) answers.get(i)) {
                    further.add(UnsavedMark.reached(hashes.get(i).conversation(), new UserId((String) user)));
                }
            }
            return further.isEmpty()
                    ? CompletableFuture.completedStage(null)
                    : calls.run("Noting positions to be saved", List.of(RedisUnsavedPositions.note(further)))
                            .thenAccept(noted -> {});
        });
    }

    private static ScriptCall script(PositionHash hash, Map<UserId, Position> members) {
        List<String> arguments = new ArrayList<>(3 * members.size());
        members.forEach((user, position) -> {
            arguments.add(user.value());
            arguments.add(Long.toString(position.delivered()));
            arguments.add(Long.toString(position.read()));
        });
        return RESTORE.call(List.of(hash.key()), arguments);
    }
}
