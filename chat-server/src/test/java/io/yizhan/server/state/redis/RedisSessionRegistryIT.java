package io.yizhan.server.state.redis;

import io.yizhan.server.state.SessionRegistryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisSessionRegistryIT extends SessionRegistryContract {
    @RegisterExtension
    static final RedisUnderTest REDIS = new RedisUnderTest();

    RedisSessionRegistryIT() {
        super(new RedisRegistryUnderTest(REDIS));
    }
}
