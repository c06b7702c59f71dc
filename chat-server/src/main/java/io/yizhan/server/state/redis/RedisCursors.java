package io.yizhan.server.state.redis;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.ArchivedState;
import io.yizhan.server.state.Positions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/**
 * Cursors in Redis: one hash for each device, which expires when the device was not seen for long. Whoever asks gets
 * the higher of what stands here and in the archive, so nothing has to be rebuilt.
 */
final class RedisCursors {
    /** A field of a device that was seen; no conversation has an empty name. */
    static final String PRESENT = "";
    /** The database is told at most so often that a device was seen. */
    private static final Duration COUNTS_AFTER = Duration.ofDays(1);

    private static final int PAGE = 500;

    private static final LuaScript ACKNOWLEDGE = LuaScript.load("acknowledge");
    private static final LuaScript SEEN = LuaScript.load("seen");

    private final RedisCalls calls;
    private final NotedScripts moves;
    private final ArchivedState archived;

    /** @param moves for what comes from many devices at once */
    RedisCursors(RedisCalls calls, NotedScripts moves, ArchivedState archived) {
        this.calls = calls;
        this.moves = moves;
        this.archived = archived;
    }

    CompletionStage<Void> advance(UserId user, DeviceId device, Map<ConversationId, Long> reached) {
        if (reached.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        List<String> arguments = new ArrayList<>(2 * reached.size() + 1);
        arguments.add(Long.toString(Positions.CURSORS_KEPT.toMillis()));
        List<UnsavedMark> marks = new ArrayList<>(reached.size());
        reached.forEach((conversation, seq) -> {
            arguments.add(conversation.value());
            arguments.add(Long.toString(seq));
            marks.add(UnsavedMark.acknowledged(user, device, conversation));
        });
        return moves.run("Moving cursors", List.of(ACKNOWLEDGE.call(List.of(key(user, device)), arguments)), marks)
                .thenAccept(answers -> {});
    }

    CompletionStage<Void> seen(UserId user, DeviceId device) {
        ScriptCall seen = SEEN.call(
                List.of(key(user, device)),
                List.of(Long.toString(Positions.CURSORS_KEPT.toMillis()), Long.toString(COUNTS_AFTER.toMillis())));
        return calls.run("Noting a device", List.of(seen))
                .thenCompose(answers -> ((Long) answers.get(0)) == 1
                        ? calls.run(
                                "Noting a device to be saved",
                                List.of(RedisUnsavedPositions.note(List.of(UnsavedMark.seen(user, device)))))
                        : CompletableFuture.completedStage(List.of()))
                .thenAccept(answers -> {});
    }

    /** A page at a time, since a device may have as many as it likes. */
    private static Map<String, String> pages(UnifiedJedis client, String key) {
        Map<String, String> fields = new HashMap<>();
        String cursor = ScanParams.SCAN_POINTER_START;
        do {
            ScanResult<Map.Entry<String, String>> page = client.hscan(key, cursor, new ScanParams().count(PAGE));
            page.getResult().forEach(field -> fields.put(field.getKey(), field.getValue()));
            cursor = page.getCursor();
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
        return fields;
    }

    CompletionStage<Map<ConversationId, Long>> of(UserId user, DeviceId device) {
        return calls.call("Reading cursors", client -> pages(client, key(user, device)))
                .thenCombine(archived.cursors(user, device), (fields, saved) -> {
                    Map<ConversationId, Long> cursors = new HashMap<>(saved);
                    fields.forEach((field, value) -> {
                        if (!field.equals(PRESENT)) {
                            cursors.merge(new ConversationId(field), Long.parseLong(value), Math::max);
                        }
                    });
                    return cursors;
                });
    }

    static String key(UserId user, DeviceId device) {
        return "im:cursors:{" + user + "}:" + device;
    }
}
