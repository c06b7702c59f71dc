package io.yizhan.server.archive.mysql;

import io.yizhan.identity.ConversationId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads up to where conversations are complete. */
final class ExtentReader {
    private static final int PAGE = 1_000;

    private final ReadMapper mapper;

    ExtentReader(ReadMapper mapper) {
        this.mapper = mapper;
    }

    Map<ConversationId, Long> read(List<ConversationId> conversations) {
        Map<ConversationId, Long> complete = new HashMap<>();
        for (int from = 0; from < conversations.size(); from += PAGE) {
            List<ConversationId> part = conversations.subList(from, Math.min(from + PAGE, conversations.size()));
            part.forEach(id -> complete.put(id, 0L));
            mapper.extents(part.stream().map(ConversationId::value).toList())
                    .forEach(extent -> complete.put(new ConversationId(extent.conversationId()), extent.completeSeq()));
        }
        return complete;
    }
}
