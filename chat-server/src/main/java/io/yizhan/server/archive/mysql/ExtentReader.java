package io.yizhan.server.archive.mysql;

import io.yizhan.identity.ConversationId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Reads how far conversations are written. */
final class ExtentReader {
    private static final int PAGE = 1_000;

    private final ReadMapper mapper;

    ExtentReader(ReadMapper mapper) {
        this.mapper = mapper;
    }

    /** @param number which one of an extent; 0 for a conversation that has none */
    Map<ConversationId, Long> read(List<ConversationId> conversations, ToLongFunction<Extent> number) {
        Map<ConversationId, Long> numbers = new HashMap<>();
        for (int from = 0; from < conversations.size(); from += PAGE) {
            List<ConversationId> part = conversations.subList(from, Math.min(from + PAGE, conversations.size()));
            part.forEach(id -> numbers.put(id, 0L));
            mapper.extents(part.stream().map(ConversationId::value).toList())
                    .forEach(extent ->
                            numbers.put(new ConversationId(extent.conversationId()), number.applyAsLong(extent)));
        }
        return numbers;
    }
}
