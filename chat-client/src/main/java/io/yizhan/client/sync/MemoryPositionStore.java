package io.yizhan.client.sync;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Remembers for as long as the process lives; can be handed from one client to the next. */
public final class MemoryPositionStore implements PositionStore {
    private final Map<String, Long> positions = new ConcurrentHashMap<>();
    private final AtomicLong reserved = new AtomicLong();

    @Override
    public Map<String, Long> positions() {
        return Map.copyOf(positions);
    }

    @Override
    public void savePosition(String conversationId, long seq) {
        positions.put(conversationId, seq);
    }

    @Override
    public long reservedMessageIds() {
        return reserved.get();
    }

    @Override
    public void reserveMessageIds(long ceiling) {
        reserved.set(ceiling);
    }
}
