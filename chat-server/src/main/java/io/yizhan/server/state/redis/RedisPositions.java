package io.yizhan.server.state.redis;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.Positions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;

/** Positions in Redis: one hash for each conversation, {@code d:<user>} and {@code r:<user>} to a number. */
public final class RedisPositions implements Positions {
    private static final String DELIVERED = "d:";
    private static final String READ = "r:";
    private static final int ANSWERS = 3;
    private static final LuaScript ADVANCE = LuaScript.load("advance");

    private final RedisCalls calls;

    public RedisPositions(RedisCalls calls) {
        this.calls = calls;
    }

    @Override
    public CompletionStage<List<Moved>> advance(List<Move> moves) {
        Batches<ConversationId, Move> batches = Batches.of(moves, Move::conversation);
        List<ScriptCall> scripts = batches.map((conversation, batch) -> {
            List<String> arguments = new ArrayList<>();
            for (Move move : batch) {
                arguments.add(move.user().value());
                arguments.add(Long.toString(move.delivered()));
                arguments.add(Long.toString(move.read()));
            }
            return ADVANCE.call(List.of(key(conversation)), arguments);
        });
        return calls.run("Moving positions", scripts)
                .thenApply(answers -> batches.inOrder(answers, (batch, answer) -> moved((List<?>) answer)));
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
    public CompletionStage<Map<ConversationId, Map<UserId, Position>>> find(Collection<ConversationId> conversations) {
        return calls.call("Reading positions", client -> read(client, conversations));
    }

    private static Map<ConversationId, Map<UserId, Position>> read(
            UnifiedJedis client, Collection<ConversationId> conversations) {
        Map<ConversationId, Response<Map<String, String>>> responses = new LinkedHashMap<>();
        try (AbstractPipeline pipeline = client.pipelined()) {
            conversations.forEach(each -> responses.computeIfAbsent(each, id -> pipeline.hgetAll(key(id))));
            pipeline.sync();
        }
        Map<ConversationId, Map<UserId, Position>> found = new LinkedHashMap<>();
        responses.forEach((conversation, response) -> found.put(conversation, positions(response.get())));
        return found;
    }

    private static Map<UserId, Position> positions(Map<String, String> fields) {
        Map<UserId, Position> positions = new HashMap<>();
        fields.forEach((field, value) -> {
            UserId user = new UserId(field.substring(DELIVERED.length()));
            long seq = Long.parseLong(value);
            Position position = field.startsWith(READ) ? new Position(0, seq) : new Position(seq, 0);
            positions.merge(user, position, (a, b) -> new Position(a.delivered() + b.delivered(), a.read() + b.read()));
        });
        return positions;
    }

    private static String key(ConversationId conversation) {
        return "im:positions:{" + conversation + "}";
    }
}
