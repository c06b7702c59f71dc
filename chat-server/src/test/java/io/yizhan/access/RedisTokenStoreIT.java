package io.yizhan.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.embedded.SharedMiddleware;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.ScanParams;

class RedisTokenStoreIT {
    private static final DeviceId PHONE = new DeviceId("phone");
    private static final DeviceId TABLET = new DeviceId("tablet");
    private static final long HOUR_MS = Duration.ofHours(1).toMillis();

    private final RedisClient redis = RedisClients.open(SharedMiddleware.redis().url(), Duration.ofSeconds(2), 2);
    private final Clock clock = Clock.systemUTC();
    private final RedisTokenStore tokens = new RedisTokenStore(redis, new SecureRandom(), clock);
    private final UserId alice = new UserId("alice" + Long.toString(System.nanoTime(), Character.MAX_RADIX));

    @AfterEach
    void close() {
        redis.close();
    }

    private TokenGrant grant(DeviceId device, long lifeMs) {
        return new TokenGrant(alice, device, 3, clock.millis(), clock.millis() + lifeMs);
    }

    @Test
    void findsTheGrantAgainAndAgain_fromAnyStore() {
        TokenGrant grant = grant(PHONE, HOUR_MS);

        String token = tokens.issue(grant);

        assertThat(tokens.find(token)).contains(grant);
        assertThat(new RedisTokenStore(redis, new SecureRandom(), clock).find(token))
                .contains(grant);
        assertThat(tokens.find(LoginTokens.random(new SecureRandom()))).isEmpty();
    }

    @Test
    void aTokenHas256BitsAndNeverComesTwice() {
        Set<String> issued = new HashSet<>();
        IntStream.range(0, 100).forEach(i -> issued.add(tokens.issue(grant(PHONE, HOUR_MS))));

        assertThat(issued).hasSize(100).allMatch(token -> token.matches("[A-Za-z0-9_-]{43}"));
    }

    @Test
    void redisHoldsNoUsableToken() {
        String token = tokens.issue(grant(PHONE, HOUR_MS));

        String dump = redis.get("im:token:" + LoginTokens.hash(token))
                + redis.zrange("im:tokens:{" + alice + "}", 0, -1)
                + redis.scan("0", new ScanParams().count(100_000)).getResult();

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
    void isGoodNoLonger_whenItHasExpired() {
        String token = tokens.issue(grant(PHONE, HOUR_MS));
        Clock later = Clock.offset(clock, Duration.ofHours(1));

        assertThat(new RedisTokenStore(redis, new SecureRandom(), later).find(token))
                .isEmpty();
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

    @Test
    void killsOnlyTheRevokedToken() {
        String dead = tokens.issue(grant(PHONE, HOUR_MS));
        String other = tokens.issue(grant(PHONE, HOUR_MS));

        tokens.revoke(dead);

        assertThat(tokens.find(dead)).isEmpty();
        assertThat(tokens.find(other)).isPresent();
    }

    @Test
    void killsAllTokensOfADevice() {
        String first = tokens.issue(grant(PHONE, HOUR_MS));
        String second = tokens.issue(grant(PHONE, HOUR_MS));
        String other = tokens.issue(grant(TABLET, HOUR_MS));

        tokens.revoke(alice, PHONE);

        assertThat(tokens.find(first)).isEmpty();
        assertThat(tokens.find(second)).isEmpty();
        assertThat(tokens.find(other)).isPresent();
    }

    @Test
    void killsAllTokensOfAUser_andNamesTheDevices() {
        String phone = tokens.issue(grant(PHONE, HOUR_MS));
        String tablet = tokens.issue(grant(TABLET, HOUR_MS));

        assertThat(tokens.revokeAll(alice)).containsExactlyInAnyOrder(PHONE, TABLET);

        assertThat(tokens.find(phone)).isEmpty();
        assertThat(tokens.find(tablet)).isEmpty();
        assertThat(tokens.revokeAll(new UserId("nobody-" + alice))).isEmpty();
    }
}
