package io.yizhan.server.state.redis;

import io.yizhan.server.state.ConversationIndex;
import io.yizhan.server.state.ConversationIndexContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisConversationIndexIT extends ConversationIndexContract {
    @RegisterExtension
    static final RedisUnderTest REDIS = new RedisUnderTest();

    @Override
    protected ConversationIndex index() {
        return new RedisConversationIndex(REDIS.calls(), new FakeArchive());
    }
}
