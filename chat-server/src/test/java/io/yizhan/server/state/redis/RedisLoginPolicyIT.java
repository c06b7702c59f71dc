package io.yizhan.server.state.redis;

import io.yizhan.server.state.LoginPolicyContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisLoginPolicyIT extends LoginPolicyContract {
    @RegisterExtension
    static final RedisUnderTest REDIS = new RedisUnderTest();

    RedisLoginPolicyIT() {
        super(new RedisRegistryUnderTest(REDIS));
    }
}
