package io.yizhan.server.state.redis;

import io.yizhan.server.state.UnsavedPositions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;

/** What is unsaved as one sorted set of marks in Redis; the values are read where they lie, when they are claimed. */
public final class RedisUnsavedPositions implements UnsavedPositions {
    private static final LuaScript UNSAVED = LuaScript.load("unsaved");
    private static final LuaScript CLAIM = LuaScript.load("claim");
    private static final LuaScript SETTLE = LuaScript.load("settle");
    private static final List<String> KEY = List.of("im:unsaved");
    /**
     * What moves many times within this is saved once: up to four marks follow from a message, of two members and two
     * devices, and each is a row. A Redis that loses all loses as much of them.
     */
    static final Duration DUE_AFTER = Duration.ofSeconds(3);

    private static final String DUE_AFTER_MS = Long.toString(DUE_AFTER.toMillis());

    private final RedisCalls calls;
    private final Duration lease;

    /** @param lease how long a claim holds; longer than saving may take, and than {@link #DUE_AFTER} */
    public RedisUnsavedPositions(RedisCalls calls, Duration lease) {
        this.calls = calls;
        this.lease = lease;
    }

    /** The scripts, and behind them a note that these moved, if any did. */
    static List<ScriptCall> withNote(List<ScriptCall> scripts, Collection<UnsavedMark> marks) {
        if (marks.isEmpty()) {
            return scripts;
        }
        List<ScriptCall> all = new ArrayList<>(scripts);
        all.add(note(marks));
        return all;
    }

    /** Notes that these moved; to be run with what moves them. */
    static ScriptCall note(Collection<UnsavedMark> marks) {
        List<String> arguments = new ArrayList<>(marks.size() + 1);
        arguments.add(DUE_AFTER_MS);
        marks.forEach(mark -> arguments.add(mark.text()));
        return UNSAVED.call(KEY, arguments);
    }

    @Override
    public CompletionStage<Batch> claim(int limit) {
        ScriptCall claim = CLAIM.call(KEY, List.of(Integer.toString(limit), Long.toString(lease.toMillis())));
        return calls.run("Claiming what is to be saved", List.of(claim)).thenCompose(answers -> {
            List<?> taken = (List<?>) answers.get(0);
            List<UnsavedMark> marks = taken.stream()
                    .skip(1)
                    .map(mark -> new UnsavedMark((String) mark))
                    .toList();
            String name = (String) taken.get(0);
            return marks.isEmpty()
                    ? CompletableFuture.completedStage(new Batch(name, List.of()))
                    : calls.call("Reading what is to be saved", client -> new Batch(name, values(client, marks)));
        });
    }

    private static List<Change> values(UnifiedJedis client, List<UnsavedMark> marks) {
        Map<UnsavedMark, Response<List<String>>> responses = new LinkedHashMap<>();
        try (AbstractPipeline pipeline = client.pipelined()) {
            for (UnsavedMark mark : marks) {
                UnsavedMark.Place place = mark.place();
                responses.put(mark, pipeline.hmget(place.key(), place.fields()));
            }
            pipeline.sync();
        }
        List<Change> changes = new ArrayList<>(marks.size());
        responses.forEach((mark, response) -> changes.add(mark.with(response.get().stream()
                .mapToLong(value -> value == null ? 0 : Long.parseLong(value))
                .toArray())));
        return changes;
    }

    @Override
    public CompletionStage<Void> settle(Batch saved) {
        if (saved.changes().isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        List<String> arguments = new ArrayList<>(saved.changes().size() + 2);
        arguments.add(saved.claim());
        arguments.add(DUE_AFTER_MS);
        saved.changes().forEach(change -> arguments.add(UnsavedMark.of(change).text()));
        return calls.run("Settling what was saved", List.of(SETTLE.call(KEY, arguments)))
                .thenAccept(answers -> {});
    }
}
