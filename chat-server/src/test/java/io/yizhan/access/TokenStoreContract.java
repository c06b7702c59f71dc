package io.yizhan.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link TokenStore} keeps to. */
public abstract class TokenStoreContract {
    static final DeviceId PHONE = new DeviceId("phone");
    static final DeviceId TABLET = new DeviceId("tablet");
    static final long HOUR_MS = Duration.ofHours(1).toMillis();

    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    /** Real time, and what a test sets on top of it. */
    protected final Clock clock = now().withZone(ZoneOffset.UTC);

    final UserId alice = new UserId("alice" + Long.toString(System.nanoTime(), Character.MAX_RADIX));

    /** The same for each call in a test; its time is {@link #clock}. */
    protected abstract TokenStore tokens();

    private InstantSource now() {
        return () -> Instant.now().plus(ahead.get());
    }

    TokenGrant grant(DeviceId device, long lifeMs) {
        return new TokenGrant(alice, device, 3, clock.millis(), clock.millis() + lifeMs);
    }

    @Test
    void findsTheGrantAgainAndAgain() {
        TokenGrant grant = grant(PHONE, HOUR_MS);

        String token = tokens().issue(grant);

        assertThat(tokens().find(token)).contains(grant);
        assertThat(tokens().find(token)).contains(grant);
        assertThat(tokens().find(LoginTokens.random(new SecureRandom()))).isEmpty();
        assertThat(tokens().find("")).isEmpty();
    }

    @Test
    void aTokenHas256BitsAndNeverComesTwice() {
        Set<String> issued = new HashSet<>();
        IntStream.range(0, 100).forEach(i -> issued.add(tokens().issue(grant(PHONE, HOUR_MS))));

        assertThat(issued).hasSize(100).allMatch(token -> token.matches("[A-Za-z0-9_-]{43}"));
    }

    @Test
    void isGoodNoLonger_whenItHasExpired() {
        String token = tokens().issue(grant(PHONE, HOUR_MS));

        ahead.set(Duration.ofHours(1));

        assertThat(tokens().find(token)).isEmpty();
    }

    @Test
    void killsOnlyTheRevokedToken() {
        String dead = tokens().issue(grant(PHONE, HOUR_MS));
        String other = tokens().issue(grant(PHONE, HOUR_MS));

        tokens().revoke(dead);

        assertThat(tokens().find(dead)).isEmpty();
        assertThat(tokens().find(other)).isPresent();
    }

    @Test
    void killsAllTokensOfADevice() {
        String first = tokens().issue(grant(PHONE, HOUR_MS));
        String second = tokens().issue(grant(PHONE, HOUR_MS));
        String other = tokens().issue(grant(TABLET, HOUR_MS));

        tokens().revoke(alice, PHONE);

        assertThat(tokens().find(first)).isEmpty();
        assertThat(tokens().find(second)).isEmpty();
        assertThat(tokens().find(other)).isPresent();
    }

    /** One renews: issues another token on the strength of his, and looks at that again. */
    @Test
    void leavesNoneAlive_whenOneIsRenewedWhileAllAreRevoked() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            for (int i = 0; i < 100; i++) {
                String old = tokens().issue(grant(PHONE, HOUR_MS));
                Future<?> revoked = other.submit(() -> tokens().revokeAll(alice));

                String fresh = tokens().issue(grant(PHONE, HOUR_MS));
                boolean good = tokens().find(old).isPresent();

                revoked.get();
                assertThat(good && tokens().find(fresh).isPresent())
                        .as("round %s", i)
                        .isFalse();
            }
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void killsAllTokensOfAUser_andNamesTheDevices() {
        String phone = tokens().issue(grant(PHONE, HOUR_MS));
        String tablet = tokens().issue(grant(TABLET, HOUR_MS));

        assertThat(tokens().revokeAll(alice)).containsExactlyInAnyOrder(PHONE, TABLET);

        assertThat(tokens().find(phone)).isEmpty();
        assertThat(tokens().find(tablet)).isEmpty();
        assertThat(tokens().revokeAll(new UserId("nobody-" + alice))).isEmpty();
    }

    @Test
    void bindsATokenForAnyDevice_toTheFirstThatUsesIt() {
        String token = tokens().issue(TokenGrant.unbound(alice, clock.millis(), clock.millis() + HOUR_MS));
        assertThat(tokens().find(token)).get().extracting(TokenGrant::device).isNull();

        assertThat(tokens().bind(token, PHONE, 4)).get().satisfies(grant -> {
            assertThat(grant.device()).isEqualTo(PHONE);
            assertThat(grant.platform()).isEqualTo(4);
        });
        assertThat(tokens().bind(token, TABLET, 5)).isEqualTo(tokens().find(token));

        assertThat(tokens().find(token)).get().extracting(TokenGrant::device).isEqualTo(PHONE);
        tokens().revoke(alice, PHONE);
        assertThat(tokens().find(token)).isEmpty();
        assertThat(tokens().bind(token, PHONE, 4)).isEmpty();
    }

    @Test
    void bindsToOne_whenManyUseItAtOnce() {
        String token = tokens().issue(TokenGrant.unbound(alice, clock.millis(), clock.millis() + HOUR_MS));

        Set<DeviceId> seen = IntStream.range(0, 20)
                .parallel()
                .mapToObj(i -> tokens().bind(token, new DeviceId("d" + i), 4).orElseThrow())
                .map(TokenGrant::device)
                .collect(Collectors.toSet());

        assertThat(seen).hasSize(1).doesNotContainNull();
    }

    @Test
    void killsATokenThatNoDeviceHasUsed_withAllOfItsUser() {
        String token = tokens().issue(TokenGrant.unbound(alice, clock.millis(), clock.millis() + HOUR_MS));

        assertThat(tokens().revokeAll(alice)).isEmpty();

        assertThat(tokens().find(token)).isEmpty();
    }

    @Test
    void killsAllTokensOfAUserButOne_andNamesTheDevicesOfTheOthers() {
        String kept = tokens().issue(grant(PHONE, HOUR_MS));
        String same = tokens().issue(grant(PHONE, HOUR_MS));
        String tablet = tokens().issue(grant(TABLET, HOUR_MS));

        assertThat(tokens().revokeOthers(alice, kept)).containsExactlyInAnyOrder(PHONE, TABLET);

        assertThat(tokens().find(kept)).isPresent();
        assertThat(tokens().find(same)).isEmpty();
        assertThat(tokens().find(tablet)).isEmpty();
    }
}
