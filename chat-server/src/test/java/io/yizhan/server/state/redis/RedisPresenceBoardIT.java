package io.yizhan.server.state.redis;

import io.yizhan.server.state.PresenceBoard;
import io.yizhan.server.state.PresenceBoardContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisPresenceBoardIT extends PresenceBoardContract {
    @RegisterExtension
    static final RedisUnderTest REDIS = new RedisUnderTest();

    private static RedisPresenceBoard board;

    RedisPresenceBoardIT() {
        super(new RedisRegistryUnderTest(REDIS), registry -> board());
    }

    private static synchronized PresenceBoard board() {
        if (board == null) {
            board = new RedisPresenceBoard(REDIS.client());
        }
        return board;
    }

    @AfterAll
    static void close() {
        board.close();
        board = null;
    }
}
