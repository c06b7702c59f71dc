package io.yizhan.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.v2.LoginRequest;
import chat.v2.Platform;
import io.yizhan.access.TokenGrant;
import io.yizhan.access.TokenStore;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenAuthenticatorTest {
    private static final TokenGrant GRANT =
            new TokenGrant(new UserId("alice"), new DeviceId("phone"), Platform.ANDROID_VALUE, 0, 1);
    private static final LoginRequest GOOD = LoginRequest.newBuilder()
            .setToken("token")
            .setUserId("alice")
            .setDeviceId("phone")
            .setPlatform(Platform.ANDROID)
            .build();

    private final TokenAuthenticator authenticator = new TokenAuthenticator(new OneToken(), Runnable::run);
    private int lookups;

    @Test
    void accepts_whatTheTokenWasIssuedFor() {
        assertThat(judge(GOOD))
                .isEqualTo(new LoginResult.Accepted(GRANT.user(), GRANT.device(), Platform.ANDROID_VALUE));
    }

    @Test
    void takesThePlatformOfTheToken_whenNoneIsNamed() {
        LoginRequest unspecified =
                GOOD.toBuilder().setPlatform(Platform.PLATFORM_UNSPECIFIED).build();

        assertThat(judge(unspecified))
                .isEqualTo(new LoginResult.Accepted(GRANT.user(), GRANT.device(), Platform.ANDROID_VALUE));
    }

    @ParameterizedTest
    @CsvSource({"5, 5", "0, 1"})
    void bindsATokenForAnyDevice_toTheOneThatLogsIn(int named, int platform) {
        assertThat(judge(request("unbound", "alice", "watch", named)))
                .isEqualTo(new LoginResult.Accepted(GRANT.user(), new DeviceId("watch"), platform));
        assertThat(judge(request("unbound", "bob", "watch", named))).isEqualTo(new LoginResult.BadToken());
    }

    @ParameterizedTest
    @CsvSource({
        "other, alice, phone, 4",
        "token, bob, phone, 4",
        "token, alice, tablet, 4",
        "token, alice, phone, 5",
    })
    void refuses_whatTheTokenIsNotFor(String token, String user, String device, int platform) {
        assertThat(judge(request(token, user, device, platform))).isEqualTo(new LoginResult.BadToken());
        assertThat(lookups).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"'', alice, phone", "token, '', phone", "token, alice, ''", "token, al ice, phone", "token, alice, a/b"
    })
    void refusesWithoutALookUp_whatIsMalformed(String token, String user, String device) {
        assertThat(judge(request(token, user, device, 4))).isEqualTo(new LoginResult.BadToken());
        assertThat(lookups).isZero();
    }

    @Test
    void callsAnUnknownPlatformMalformed_andTooLongAVersionToo() {
        assertThat(judge(request("token", "alice", "phone", 7))).isInstanceOf(LoginResult.Malformed.class);
        assertThat(judge(GOOD.toBuilder().setClientVersion("v".repeat(65)).build()))
                .isInstanceOf(LoginResult.Malformed.class);
        assertThat(judge(GOOD.toBuilder().setClientVersion("v".repeat(64)).build()))
                .isInstanceOf(LoginResult.Accepted.class);
    }

    @Test
    void isOverloaded_whenTooManyWait() {
        TokenAuthenticator full = new TokenAuthenticator(new OneToken(), task -> {
            throw new RejectedExecutionException("full");
        });

        assertThat(full.authenticate(GOOD).toCompletableFuture().join()).isEqualTo(new LoginResult.Overloaded());
    }

    @Test
    void fails_whenTheStoreIsAway() {
        assertThatThrownBy(() -> judge(request("away", "alice", "phone", 4)))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    private LoginResult judge(LoginRequest request) {
        return authenticator.authenticate(request).toCompletableFuture().join();
    }

    private static LoginRequest request(String token, String user, String device, int platform) {
        return LoginRequest.newBuilder()
                .setToken(token)
                .setUserId(user)
                .setDeviceId(device)
                .setPlatformValue(platform)
                .build();
    }

    private final class OneToken implements TokenStore {
        @Override
        public String issue(TokenGrant grant) {
            return "token";
        }

        @Override
        public Optional<TokenGrant> find(String token) {
            lookups++;
            if (token.equals("away")) {
                throw new IllegalStateException("Redis is away");
            }
            if (token.equals("unbound")) {
                return Optional.of(TokenGrant.unbound(GRANT.user(), 0, 1));
            }
            return token.equals("token") ? Optional.of(GRANT) : Optional.empty();
        }

        @Override
        public Optional<TokenGrant> bind(String token, DeviceId device, int platform) {
            return Optional.of(new TokenGrant(GRANT.user(), device, platform, 0, 1));
        }

        @Override
        public void revoke(String token) {
            throw new AssertionError("Nobody revokes here: " + token);
        }

        @Override
        public void revoke(UserId user, DeviceId device) {
            throw new AssertionError("Nobody revokes here: " + user);
        }

        @Override
        public Set<DeviceId> revokeOthers(UserId user, String token) {
            throw new AssertionError("Nobody revokes here: " + user);
        }

        @Override
        public Set<DeviceId> revokeAll(UserId user) {
            throw new AssertionError("Nobody revokes here: " + user);
        }
    }
}
