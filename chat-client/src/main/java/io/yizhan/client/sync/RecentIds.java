package io.yizhan.client.sync;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** The numbers under which the last message ids of a conversation were seen; the oldest are forgotten. */
final class RecentIds {
    private final Map<Long, Long> seqById;
    private long newest;

    RecentIds(int capacity) {
        this.seqById = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
                return size() > capacity;
            }
        };
    }

    OptionalLong seqOf(long messageId) {
        Long seq = seqById.get(messageId);
        return seq == null ? OptionalLong.empty() : OptionalLong.of(seq);
    }

    /** Whether this id is larger than all that were ever seen: ids ascend with time. */
    boolean isNewest(long messageId) {
        return Long.compareUnsigned(messageId, newest) > 0;
    }

    void remember(long messageId, long seq) {
        newest = isNewest(messageId) ? messageId : newest;
        seqById.put(messageId, seq);
    }

    void forget(long messageId) {
        seqById.remove(messageId);
    }
}
