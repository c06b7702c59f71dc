package io.yizhan.server.state.redis;

import io.yizhan.group.MemberPart;
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
import java.util.concurrent.CompletionStage;

/**
 * The sequencer in Redis: each conversation's counter, what its devices sent, and the guard that knows whether Redis
 * still has its memory, share a slot, so that one script does it all. Counters never expire; what a device sent is
 * remembered for the newest ids, {@code remembered} after the last.
 */
public final class RedisSequencer implements Sequencer {
    private static final LuaScript MARK = LuaScript.load("slices", "mark");

    private final RedisCalls calls;
    private final GuardedCalls guarded;
    private final Duration remembered;
    private final LuaScript allocate;
    private final LuaScript allocateInGroup;
    private final LuaScript renumber;
    private final LuaScript heads;

    public RedisSequencer(RedisCalls calls, EpochGuards guards, Duration remembered) {
        this(calls, guards, remembered, "guard");
    }

    /** @param guard the script that stands before the others */
    RedisSequencer(RedisCalls calls, EpochGuards guards, Duration remembered, String guard) {
        this.calls = calls;
        this.guarded = new GuardedCalls(calls, guards);
        this.remembered = remembered;
        this.allocate = LuaScript.load(guard, "slices", "direct", "allocate");
        this.allocateInGroup = LuaScript.load(guard, "slices", "clock", "member", "group", "allocate");
        this.renumber = LuaScript.load(guard, "renumber");
        this.heads = LuaScript.load(guard, "heads");
    }

    @Override
    public CompletionStage<List<Allocation>> allocate(List<NumberRequest> batch) {
        Batches<ConversationId, NumberRequest> batches = Batches.of(batch, NumberRequest::conversation);
        return guarded.run("Numbering", batches.map(this::allocation))
                .thenApply(answers -> batches.inOrder(answers, RedisSequencer::allocations));
    }

    private ScriptCall allocation(ConversationId conversation, List<NumberRequest> batch) {
        List<String> keys = new ArrayList<>();
        keys.add(ConversationKeys.guard(conversation));
        keys.add(ConversationKeys.counter(conversation));
        List<String> arguments = new ArrayList<>();
        arguments.add(Integer.toString(REMEMBERED_IDS));
        arguments.add(Long.toString(remembered.toMillis()));
        Map<String, Integer> devices = new LinkedHashMap<>();
        List<NumberRequest> firsts = new ArrayList<>();
        for (NumberRequest request : batch) {
            String sent = ConversationKeys.sent(request);
            Integer device = devices.get(sent);
            if (device == null) {
                device = devices.size() + 1;
                devices.put(sent, device);
                keys.add(sent);
                keys.add(order(sent));
                firsts.add(request);
            }
            arguments.add(device.toString());
            arguments.addAll(SentEntry.arguments(request));
        }
        if (conversation.isDirect()) {
            return allocate.call(keys, arguments);
        }
        keys.add(ConversationKeys.interest(conversation));
        for (NumberRequest first : firsts) {
            keys.add(ConversationKeys.members(conversation, MemberPart.of(first.sender())));
            arguments.add(first.isFromServer() ? "" : first.sender().value());
        }
        return allocateInGroup.call(keys, arguments);
    }

    private static List<Allocation> allocations(List<NumberRequest> batch, Object answer) {
        List<?> entries = (List<?>) answer;
        List<Allocation> allocations = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            allocations.add(SentEntry.allocation((String) entries.get(i), batch.get(i)));
        }
        return entries.size() == batch.size()
                ? allocations
                : ToldAudience.parse((String) entries.get(batch.size())).of(allocations);
    }

    @Override
    public CompletionStage<Void> markStored(List<NumberRequest> batch) {
        List<ScriptCall> scripts = Batches.of(batch, ConversationKeys::sent).map((sent, requests) -> {
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
        String sent = ConversationKeys.sent(request);
        ScriptCall script = renumber.call(
                List.of(
                        ConversationKeys.guard(request.conversation()),
                        ConversationKeys.counter(request.conversation()),
                        sent,
                        order(sent)),
                List.of(
                        Long.toUnsignedString(request.clientMsgId()),
                        Long.toString(request.contentHash()),
                        Long.toString(lost),
                        Long.toString(request.messageId() >>> NumberRequest.OWN_BITS),
                        Long.toString(request.messageId() & NumberRequest.OWN_MASK),
                        Long.toString(request.timeMs()),
                        Long.toString(remembered.toMillis())));
        return guarded.run("Numbering again", List.of(script))
                .thenApply(answers -> SentEntry.parse((String) answers.get(0)).place());
    }

    @Override
    public CompletionStage<Map<ConversationId, Long>> heads(Collection<ConversationId> conversations) {
        List<ConversationId> asked = List.copyOf(conversations);
        Batches<String, ConversationId> batches = Batches.of(asked, ConversationKeys::guard);
        List<ScriptCall> scripts = batches.map((guard, part) -> {
            List<String> keys = new ArrayList<>();
            keys.add(guard);
            part.forEach(conversation -> keys.add(ConversationKeys.counter(conversation)));
            return heads.call(keys, List.of());
        });
        return guarded.run("Reading heads", scripts).thenApply(answers -> {
            List<Long> read = batches.inOrder(answers, (part, answer) -> numbers((List<?>) answer));
            Map<ConversationId, Long> found = new LinkedHashMap<>();
            for (int i = 0; i < asked.size(); i++) {
                found.put(asked.get(i), read.get(i));
            }
            return found;
        });
    }

    private static String order(String sent) {
        return sent + ":order";
    }

    private static List<Long> numbers(List<?> answer) {
        return answer.stream().map(number -> Long.parseLong((String) number)).toList();
    }
}
