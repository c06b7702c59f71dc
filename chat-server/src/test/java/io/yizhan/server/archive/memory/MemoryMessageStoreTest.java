package io.yizhan.server.archive.memory;

import io.yizhan.server.archive.MessageStore;
import io.yizhan.server.archive.MessageStoreContract;
import java.time.Clock;

class MemoryMessageStoreTest extends MessageStoreContract {
    private final MemoryMessageStore store = new MemoryMessageStore(Clock.systemUTC());

    @Override
    protected MessageStore store() {
        return store;
    }
}
