package io.yizhan.server.archive.memory;

import io.yizhan.server.archive.MessageStore;
import io.yizhan.server.archive.RecallStoreContract;
import java.time.Clock;

class MemoryRecallTest extends RecallStoreContract {
    private final MemoryMessageStore store = new MemoryMessageStore(Clock.systemUTC());

    @Override
    protected MessageStore store() {
        return store;
    }
}
