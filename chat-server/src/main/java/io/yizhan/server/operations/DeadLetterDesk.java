package io.yizhan.server.operations;

import io.yizhan.server.archive.DeadLetterReplay;
import io.yizhan.server.archive.DeadLetters;

/** Where dead letters are kept and sent on from; what it needs is opened when it is asked for. Blocks; one thread. */
public interface DeadLetterDesk extends AutoCloseable {
    DeadLetters letters();

    DeadLetterReplay replay();

    @Override
    void close();
}
