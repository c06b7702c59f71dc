package io.yizhan.server.state.redis;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.ArchivedState;
import io.yizhan.server.state.Positions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Positions in Redis: one hash for each conversation of two and for each member of a group, {@code d:<user>} and
 * {@code r:<user>} to a number. In each life of Redis a conversation's positions are compared with the archive's before
 * they are first used; if the archive cannot be reached, what Redis knows counts until it can.
 */
public final class RedisPositions implements Positions {
    static final String DELIVERED = "d:";
    static final String READ = "r:";

    private static final int ANSWERS = 3;
    private static final LuaScript ADVANCE = LuaScript.load("advance");
    private static final LuaScript POSITIONS = LuaScript.load("positions");

    private final RedisCalls calls;
    private final NotedScripts moves;
    private final PositionRestore restore;
    private final RedisCursors cursors;

    public RedisPositions(RedisCalls calls, ArchivedState archived) {
        this.calls = calls;
        this.moves = calls.gathered();
        this.restore = new PositionRestore(calls, archived);
        this.cursors = new RedisCursors(calls, this.moves, archived);
    }

    @Override
    public CompletionStage<List<Moved>> advance(List<Move> wanted) {
        if (wanted.isEmpty()) {
            return CompletableFuture.completedStage(List.of());
        }
        Batches<PositionHash, Move> batches =
                Batches.of(wanted, move -> PositionHash.of(move.conversation(), move.user()));
        List<PositionHash> hashes = List.copyOf(batches.parts().keySet());
        List<ScriptCall> scripts = batches.map((hash, batch) -> script(hash, batch, false));
        Set<UnsavedMark> marks = new LinkedHashSet<>();
        wanted.forEach(move -> marks.add(UnsavedMark.reached(move.conversation(), move.user())));
        return moves.run("Moving positions", scripts, marks)
                .thenCompose(answers -> repeated(batches, hashes, answers))
                .thenApply(answers -> batches.inOrder(answers, (batch, answer) -> moved((List<?>) answer)));
    }

    /** The answers, with those in the place of nothing that came after a look into the archive. */
    private CompletionStage<List<Object>> repeated(
            Batches<PositionHash, Move> batches, List<PositionHash> hashes, List<Object> answers) {
        List<Object> complete = new ArrayList<>(answers);
        Map<PositionHash, Integer> open = new LinkedHashMap<>();
        for (int i = 0; i < complete.size(); i++) {
            if (complete.get(i) == null) {
                open.put(hashes.get(i), i);
            }
        }
        if (open.isEmpty()) {
            return CompletableFuture.completedStage(complete);
        }
        List<ScriptCall> again = open.keySet().stream()
                .map(hash -> script(hash, batches.parts().getOrDefault(hash, List.of()), true))
                .toList();
        return restore.of(open.keySet())
                .thenCompose(done -> moves.run("Moving positions", again, List.of()))
                .thenApply(late -> {
                    int next = 0;
                    for (int place : open.values()) {
                        complete.set(place, late.get(next));
                        next++;
                    }
                    return complete;
                });
    }

    private static ScriptCall script(PositionHash hash, List<Move> batch, boolean always) {
        List<String> arguments = new ArrayList<>(batch.size() * ANSWERS + 1);
        arguments.add(always ? "1" : "0");
        for (Move move : batch) {
            arguments.add(move.user().value());
            arguments.add(Long.toString(move.delivered()));
            arguments.add(Long.toString(move.read()));
        }
        return ADVANCE.call(List.of(hash.key()), arguments);
    }

    private static List<Moved> moved(List<?> answer) {
        List<Moved> moved = new ArrayList<>(answer.size() / ANSWERS);
        for (int i = 0; i < answer.size(); i += ANSWERS) {
            Position position = new Position(number(answer.get(i)), number(answer.get(i + 1)));
            moved.add(new Moved(position, number(answer.get(i + 2)) == 1));
        }
        return moved;
    }

    private static long number(Object answer) {
        return Long.parseLong((String) answer);
    }

    @Override
    public CompletionStage<Map<ConversationId, Map<UserId, Position>>> find(
            UserId reader, Collection<ConversationId> conversations) {
        Set<PositionHash> asked = new LinkedHashSet<>();
        conversations.forEach(id -> asked.add(PositionHash.of(id, reader)));
        return read(asked).thenCompose(found -> {
            List<PositionHash> open = found.entrySet().stream()
                    .filter(entry -> !entry.getValue().known())
                    .map(Map.Entry::getKey)
                    .toList();
            return open.isEmpty()
                    ? CompletableFuture.completedStage(positions(found))
                    : restore.of(open).thenCompose(done -> read(asked)).thenApply(RedisPositions::positions);
        });
    }

    private CompletionStage<Map<PositionHash, Found>> read(Set<PositionHash> hashes) {
        List<ScriptCall> scripts = hashes.stream()
                .map(hash -> POSITIONS.call(List.of(hash.key()), List.of()))
                .toList();
        return calls.run("Reading positions", scripts).thenApply(answers -> {
            Map<PositionHash, Found> found = new LinkedHashMap<>();
            int next = 0;
            for (PositionHash hash : hashes) {
                found.put(hash, Found.of((List<?>) answers.get(next)));
                next++;
            }
            return found;
        });
    }

    private static Map<ConversationId, Map<UserId, Position>> positions(Map<PositionHash, Found> found) {
        Map<ConversationId, Map<UserId, Position>> positions = new LinkedHashMap<>();
        found.forEach((hash, members) -> positions.put(hash.conversation(), members.positions()));
        return Collections.unmodifiableMap(positions);
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

    /** @param known whether they were compared with the archive in this life of Redis */
    private record Found(boolean known, Map<UserId, Position> positions) {
        static Found of(List<?> answer) {
            Map<UserId, Position> positions = new HashMap<>();
            for (int i = 1; i < answer.size(); i += 2) {
                String field = (String) answer.get(i);
                if (field.startsWith(DELIVERED) || field.startsWith(READ)) {
                    long seq = number(answer.get(i + 1));
                    positions.merge(
                            new UserId(field.substring(DELIVERED.length())),
                            field.startsWith(READ) ? new Position(0, seq) : new Position(seq, 0),
                            (a, b) -> new Position(a.delivered() + b.delivered(), a.read() + b.read()));
                }
            }
            return new Found(answer.get(0).equals("1"), positions);
        }
    }
}
