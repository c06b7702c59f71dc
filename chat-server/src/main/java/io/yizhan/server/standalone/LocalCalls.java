package io.yizhan.server.standalone;

import io.yizhan.access.AccountRules;
import io.yizhan.access.RevocationFeed;
import io.yizhan.access.TokenGrant;
import io.yizhan.access.TokenStore;
import io.yizhan.discovery.ImNode;
import io.yizhan.discovery.NodeView;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the calls do, apart from HTTP: as the gate's, but there is one worker and nobody guesses passwords here. */
public final class LocalCalls {
    private static final Duration TOKEN_LIFE = Duration.ofHours(24);

    private final LocalAccounts accounts;
    private final TokenStore tokens;
    private final RevocationFeed.Listener revoked;
    private final NodeView nodes;
    private final Clock clock;

    /**
     * @param revoked hears of each device whose tokens were killed
     * @param nodes the one worker, once it listens
     */
    public LocalCalls(
            LocalAccounts accounts, TokenStore tokens, RevocationFeed.Listener revoked, NodeView nodes, Clock clock) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.revoked = revoked;
        this.nodes = nodes;
        this.clock = clock;
    }

    Registered register(Registration asked) {
        UserId user = user(asked.userId());
        if (asked.password() == null || !AccountRules.isPassword(asked.password())) {
            throw LocalRefusal.invalid("password " + AccountRules.PASSWORD_FORM);
        }
        if (!accounts.add(user, asked.password())) {
            throw LocalRefusal.userExists();
        }
        return new Registered(user.value());
    }

    LoggedIn login(Login asked) {
        UserId user = user(asked.userId());
        String password =
                Optional.ofNullable(asked.password()).orElseThrow(() -> LocalRefusal.invalid("password is missing"));
        if (asked.deviceId() == null || !DeviceId.isValid(asked.deviceId())) {
            throw LocalRefusal.invalid("deviceId " + AccountRules.ID_FORM);
        }
        int platform = AccountRules.platform(asked.platform())
                .orElseThrow(() -> LocalRefusal.invalid("platform " + AccountRules.PLATFORM_FORM));
        if (!accounts.isRight(user, password)) {
            throw LocalRefusal.badCredentials();
        }
        ImNode node = worker(List.of());
        long now = clock.millis();
        return loggedIn(new TokenGrant(user, new DeviceId(asked.deviceId()), platform, now, now + lifeMs()), node);
    }

    /** With a fresh token each time: it costs nothing here. */
    LoggedIn node(String token, Exclusion asked) {
        TokenGrant grant = grant(token);
        ImNode node = worker(Optional.ofNullable(asked.excludeNodeIds()).orElse(List.of()));
        long now = clock.millis();
        return loggedIn(new TokenGrant(grant.user(), grant.device(), grant.platform(), now, now + lifeMs()), node);
    }

    void logout(String token) {
        TokenGrant grant = grant(token);
        tokens.revoke(token);
        if (grant.device() != null) {
            tokens.revoke(grant.user(), grant.device());
            revoked.revoked(grant.user(), grant.device());
        }
    }

    /** Who makes a call. */
    UserId caller(String token) {
        return grant(token).user();
    }

    /** Nobody is an administrator. */
    void nodes(String token) {
        grant(token);
        throw LocalRefusal.forbidden();
    }

    private ImNode worker(List<@Nullable Long> excluded) {
        return nodes.nodes().stream()
                .filter(worker -> !excluded.contains(worker.id().value()))
                .findFirst()
                .orElseThrow(LocalRefusal::noWorker);
    }

    private static long lifeMs() {
        return TOKEN_LIFE.toMillis();
    }

    private LoggedIn loggedIn(TokenGrant grant, ImNode node) {
        return new LoggedIn(
                grant.user().value(),
                tokens.issue(grant),
                grant.expiresAtMs(),
                new Node(
                        node.id().value(),
                        node.endpoint().host(),
                        node.endpoint().port(),
                        node.endpoint().tls()));
    }

    private TokenGrant grant(String token) {
        return tokens.find(token).orElseThrow(LocalRefusal::badToken);
    }

    private static UserId user(@Nullable String value) {
        if (value == null || !UserId.isValid(value)) {
            throw LocalRefusal.invalid("userId " + AccountRules.ID_FORM);
        }
        return new UserId(value);
    }

    record Registration(@Nullable String userId, @Nullable String password) {
        @Override
        public String toString() {
            return "Registration";
        }
    }

    record Registered(String userId) {}

    record Login(
            @Nullable String userId,
            @Nullable String password,
            @Nullable String deviceId,
            @Nullable String platform) {
        @Override
        public String toString() {
            return "Login";
        }
    }

    record Exclusion(@Nullable List<@Nullable Long> excludeNodeIds) {}

    record LoggedIn(String userId, String token, long expiresAt, Node node) {
        @Override
        public String toString() {
            return "LoggedIn[" + userId + "]";
        }
    }

    record Node(long id, String host, int port, boolean tls) {}
}
