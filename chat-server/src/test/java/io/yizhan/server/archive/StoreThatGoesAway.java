package io.yizhan.server.archive;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** A store that refuses writes while it is away. */
final class StoreThatGoesAway implements MessageStore {
    private final MessageStore store;
    private final AtomicBoolean away;
    private final LongAdder refused = new LongAdder();

    StoreThatGoesAway(MessageStore store, AtomicBoolean away) {
        this.store = store;
        this.away = away;
    }

    long refused() {
        return refused.sum();
    }

    @Override
    public List<LogRecord.Stored> write(List<LogRecord> batch) {
        if (away.get()) {
            refused.increment();
            throw new ArchiveUnavailableException("The store is away");
        }
        return store.write(batch);
    }

    @Override
    public CompletionStage<Slice> read(Range range) {
        return store.read(range);
    }

    @Override
    public CompletionStage<Map<ConversationId, Long>> completeTo(Collection<ConversationId> conversations) {
        return store.completeTo(conversations);
    }

    @Override
    public CompletionStage<List<LogRecord.Stored>> sent(UserId sender, DeviceId device, long clientMsgId) {
        return store.sent(sender, device, clientMsgId);
    }

    @Override
    public CompletionStage<Map<ConversationId, Long>> heads(Collection<ConversationId> conversations) {
        return store.heads(conversations);
    }

    @Override
    public CompletionStage<Long> highestNumber() {
        return store.highestNumber();
    }

    @Override
    public CompletionStage<List<Written>> conversationsOf(UserId user) {
        return store.conversationsOf(user);
    }

    @Override
    public CompletionStage<List<LogRecord.Void>> holes(int limit) {
        return store.holes(limit);
    }
}
