package io.yizhan.server.state.memory;

import io.yizhan.server.state.ConversationIndex;
import io.yizhan.server.state.ConversationIndexContract;

class MemoryConversationIndexTest extends ConversationIndexContract {
    @Override
    protected ConversationIndex index() {
        return new MemoryConversationIndex();
    }
}
