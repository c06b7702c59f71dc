package io.yizhan.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.embedded.SharedMiddleware;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.ScanParams;

class RedisTokenStoreIT extends TokenStoreContract {
    private final UnifiedJedis redis = RedisClients.open(SharedMiddleware.redisUri(), Duration.ofSeconds(2), 2);
    private final RedisTokenStore tokens = new RedisTokenStore(redis, new SecureRandom(), clock);

    @Override
    protected TokenStore tokens() {
        return tokens;
    }

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void isFoundByAnyStore() {
        TokenGrant grant = grant(PHONE, HOUR_MS);

        String token = tokens.issue(grant);

        assertThat(new RedisTokenStore(redis, new SecureRandom(), clock).find(token))
                .contains(grant);
    }

    @Test
    void redisHoldsNoUsableToken() {
        String token = tokens.issue(grant(PHONE, HOUR_MS));

        String dump = redis.get("im:token:" + LoginTokens.hash(token))
                + redis.zrange("im:tokens:{" + alice + "}", 0, -1)
                + redis.scan(
                                "0",
                                new ScanParams()
                                        .match("im:token*{" + alice + "}*")
                                        .count(100_000))
                        .getResult();

        assertThat(dump).contains(alice.value()).doesNotContain(token);
    }

    @Test
    void everythingExpiresWithTheToken() {
        String token = tokens.issue(grant(PHONE, HOUR_MS));
        tokens.issue(grant(PHONE, HOUR_MS / 2));

        assertThat(redis.pttl("im:token:" + LoginTokens.hash(token))).isBetween(HOUR_MS - 60_000, HOUR_MS);
        assertThat(redis.pttl("im:tokens:{" + alice + "}")).isBetween(HOUR_MS - 60_000, HOUR_MS);
    }

    @Test
    void forgetsExpiredTokensInTheList_whenAnotherIsIssued() {
        tokens.issue(grant(PHONE, HOUR_MS));
        Clock later = Clock.offset(clock, Duration.ofHours(2));

        new RedisTokenStore(redis, new SecureRandom(), later).issue(grant(TABLET, 3 * HOUR_MS));

        assertThat(redis.zrange("im:tokens:{" + alice + "}", 0, -1))
                .singleElement()
                .asString()
                .startsWith("tablet:");
    }
}
