package io.yizhan.server.archive.memory;

import io.yizhan.server.archive.FirstRecordWinsContract;
import io.yizhan.server.archive.MessageStore;
import java.time.Clock;

class MemoryFirstRecordWinsTest extends FirstRecordWinsContract {
    private final MessageStore store = new MemoryMessageStore(Clock.systemUTC());

    @Override
    protected MessageStore store() {
        return store;
    }

    @Override
    protected int logs() {
        return 500;
    }
}
