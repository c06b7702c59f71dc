package io.yizhan.server.state.redis;

import io.yizhan.identity.ConversationId;
import io.yizhan.server.state.Allocation;
import io.yizhan.server.state.MessagePlace;
import io.yizhan.server.state.NumberRequest;
import io.yizhan.server.state.Sequencer;
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

/**
 * The sequencer in Redis: each conversation's counter, and what its devices sent, share a slot, so that one script does
 * it all. Counters never expire; what a device sent is remembered for the newest ids, {@code remembered} after the
 * last.
 */
public final class RedisSequencer implements Sequencer {
    /** How long after a device's last send in a conversation its ids are remembered (protocol, once). */
    public static final Duration REMEMBERED = Duration.ofHours(24);

    private static final LuaScript ALLOCATE = LuaScript.load("allocate");
    private static final LuaScript MARK = LuaScript.load("mark");
    private static final LuaScript RENUMBER = LuaScript.load("renumber");
    private static final String SEQ = "seq";

    private final RedisCalls calls;
    private final Duration remembered;

    public RedisSequencer(RedisCalls calls, Duration remembered) {
        this.calls = calls;
        this.remembered = remembered;
    }

    @Override
    public CompletionStage<List<Allocation>> allocate(List<NumberRequest> batch) {
        Batches<ConversationId, NumberRequest> batches = Batches.of(batch, NumberRequest::conversation);
        return calls.run("Numbering", batches.map(this::allocation))
                .thenApply(answers -> batches.inOrder(answers, RedisSequencer::allocations));
    }

    private ScriptCall allocation(ConversationId conversation, List<NumberRequest> batch) {
        List<String> keys = new ArrayList<>();
        keys.add(counter(conversation));
        List<String> arguments = new ArrayList<>();
        arguments.add(Integer.toString(REMEMBERED_IDS));
        arguments.add(Long.toString(remembered.toMillis()));
        Map<String, Integer> devices = new LinkedHashMap<>();
        for (NumberRequest request : batch) {
            String sent = sent(request);
            Integer device = devices.get(sent);
            if (device == null) {
                device = devices.size() + 1;
                devices.put(sent, device);
                keys.add(sent);
                keys.add(order(sent));
            }
            arguments.add(device.toString());
            arguments.addAll(SentEntry.arguments(request));
        }
        return ALLOCATE.call(keys, arguments);
    }

    private static List<Allocation> allocations(List<NumberRequest> batch, Object answer) {
        List<?> entries = (List<?>) answer;
        List<Allocation> allocations = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            allocations.add(SentEntry.allocation((String) entries.get(i), batch.get(i)));
        }
        return allocations;
    }

    @Override
    public CompletionStage<Void> markStored(List<NumberRequest> batch) {
        List<ScriptCall> scripts = Batches.of(batch, RedisSequencer::sent).map((sent, requests) -> {
            List<String> arguments = new ArrayList<>();
            for (NumberRequest request : requests) {
                arguments.add(Long.toUnsignedString(request.clientMsgId()));
                arguments.add(Long.toString(request.contentHash()));
            }
            return MARK.call(List.of(sent), arguments);
        });
        return calls.run("Noting what was stored", scripts).thenAccept(answers -> {});
    }

    @Override
    public CompletionStage<MessagePlace> renumber(NumberRequest request, long lost) {
        String sent = sent(request);
        ScriptCall script = RENUMBER.call(
                List.of(counter(request.conversation()), sent, order(sent)),
                List.of(
                        Long.toUnsignedString(request.clientMsgId()),
                        Long.toString(request.contentHash()),
                        Long.toString(lost),
                        Long.toString(request.messageId() >>> NumberRequest.OWN_BITS),
                        Long.toString(request.messageId() & NumberRequest.OWN_MASK),
                        Long.toString(request.timeMs()),
                        Long.toString(remembered.toMillis())));
        return calls.run("Numbering again", List.of(script))
                .thenApply(answers -> SentEntry.parse((String) answers.get(0)).place());
    }

    @Override
    public CompletionStage<Map<ConversationId, Long>> heads(Collection<ConversationId> conversations) {
        return conversations.isEmpty()
                ? CompletableFuture.completedStage(Map.of())
                : calls.call("Reading heads", client -> read(client, conversations));
    }

    private static Map<ConversationId, Long> read(UnifiedJedis client, Collection<ConversationId> conversations) {
        Map<ConversationId, Response<String>> responses = new LinkedHashMap<>();
        try (AbstractPipeline pipeline = client.pipelined()) {
            conversations.forEach(each -> responses.computeIfAbsent(each, id -> pipeline.hget(counter(id), SEQ)));
            pipeline.sync();
        }
        Map<ConversationId, Long> heads = new LinkedHashMap<>();
        responses.forEach((conversation, response) -> {
            String seq = response.get();
            heads.put(conversation, seq == null ? 0L : Long.parseLong(seq));
        });
        return heads;
    }

    private static String counter(ConversationId conversation) {
        return "im:conversation:{" + conversation + "}";
    }

    private static String order(String sent) {
        return sent + ":order";
    }

    private static String sent(NumberRequest request) {
        return "im:sent:{" + request.conversation() + "}:" + request.sender() + ":" + request.device();
    }
}
