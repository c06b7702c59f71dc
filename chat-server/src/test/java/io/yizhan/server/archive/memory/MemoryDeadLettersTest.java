package io.yizhan.server.archive.memory;

import io.yizhan.server.archive.DeadLetters;
import io.yizhan.server.archive.DeadLettersContract;

class MemoryDeadLettersTest extends DeadLettersContract {
    private final MemoryDeadLetters letters = new MemoryDeadLetters();

    @Override
    protected DeadLetters letters() {
        return letters;
    }
}
