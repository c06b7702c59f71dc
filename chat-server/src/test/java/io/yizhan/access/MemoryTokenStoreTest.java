package io.yizhan.access;

import java.security.SecureRandom;

class MemoryTokenStoreTest extends TokenStoreContract {
    private final TokenStore tokens = new MemoryTokenStore(new SecureRandom(), clock);

    @Override
    protected TokenStore tokens() {
        return tokens;
    }
}
