package io.yizhan.server.state.redis;

import io.yizhan.server.state.SweepContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisSweepIT extends SweepContract {
    @RegisterExtension
    static final RedisUnderTest REDIS = new RedisUnderTest();

    RedisSweepIT() {
        super(new RedisRegistryUnderTest(REDIS));
    }
}
