package io.yizhan.gate.login;

import io.yizhan.access.TokenGrant;
import io.yizhan.access.TokenStore;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Tokens in memory: {@code t1, t2, …}. */
final class MemoryTokenStore implements TokenStore {
    private final Map<String, TokenGrant> grants = new ConcurrentHashMap<>();
    private final Clock clock;

    MemoryTokenStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String issue(TokenGrant grant) {
        String token = "t" + (grants.size() + 1);
        grants.put(token, grant);
        return token;
    }

    @Override
    public Optional<TokenGrant> find(String token) {
        return Optional.ofNullable(grants.get(token)).filter(grant -> grant.expiresAtMs() > clock.millis());
    }

    @Override
    public void revoke(String token) {
        grants.remove(token);
    }

    @Override
    public void revoke(UserId user, DeviceId device) {
        grants.values()
                .removeIf(grant -> grant.user().equals(user) && grant.device().equals(device));
    }

    @Override
    public Set<DeviceId> revokeAll(UserId user) {
        Set<DeviceId> devices = grants.values().stream()
                .filter(grant -> grant.user().equals(user))
                .map(TokenGrant::device)
                .collect(Collectors.toSet());
        grants.values().removeIf(grant -> grant.user().equals(user));
        return devices;
    }
}
