package io.yizhan.server.archive.memory;

import io.yizhan.server.archive.MessageLog;
import io.yizhan.server.archive.MessageLogContract;
import org.junit.jupiter.api.AfterEach;

class MemoryMessageLogTest extends MessageLogContract {
    private final MemoryMessageLog log = new MemoryMessageLog();

    @Override
    protected MessageLog log() {
        return log;
    }

    @AfterEach
    void close() {
        log.close();
    }
}
