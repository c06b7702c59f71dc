package io.yizhan.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** The client has no server behind it: whatever is asked of Redis fails. */
class RedisTokenStoreTest {
    private final UnifiedJedis nowhere = RedisClients.open("redis://127.0.0.1:1", Duration.ofMillis(100), 1);
    private final RedisTokenStore tokens = new RedisTokenStore(nowhere, new SecureRandom(), Clock.systemUTC());

    @AfterEach
    void close() {
        nowhere.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\nA",
                "ÄAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void neverAsksRedis_whenTheTokenIsMalformed(String token) {
        assertThat(tokens.find(token)).isEmpty();
        assertThatCode(() -> tokens.revoke(token)).doesNotThrowAnyException();
    }

    @Test
    void fails_whenRedisIsAway() {
        String wellFormed = LoginTokens.random(new SecureRandom());

        assertThatThrownBy(() -> tokens.find(wellFormed)).isInstanceOf(JedisConnectionException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "127.0.0.1:6379", "http://a:1", "redis://a", "redis://:secret@a"})
    void refusesAnAddressWithoutRepeatingIt(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisClients.open(uri, Duration.ofSeconds(1), 1))
                .withMessageNotContaining("secret");
    }
}
