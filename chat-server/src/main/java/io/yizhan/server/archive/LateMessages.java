package io.yizhan.server.archive;

import java.util.List;

/** Takes over messages that came after their numbers had been declared empty. */
public interface LateMessages {
    /**
     * Returns when all of them stand in the message log again, under other numbers; blocks. Throws if that is not
     * certain; then they come again, as they do when the worker dies meanwhile: what comes twice must stay one message.
     */
    void placeAgain(List<LogRecord.Stored> late) throws InterruptedException;
}
