package io.yizhan.access;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiPredicate;

/** The login tokens inside this process, which forgets them when it ends. Never blocks; safe from any thread. */
public final class MemoryTokenStore implements TokenStore {
    private final ConcurrentMap<String, TokenGrant> grants = new ConcurrentHashMap<>();
    private final SecureRandom random;
    private final Clock clock;

    public MemoryTokenStore(SecureRandom random, Clock clock) {
        this.random = random;
        this.clock = clock;
    }

    @Override
    public String issue(TokenGrant grant) {
        grants.values().removeIf(this::isExpired);
        String token = LoginTokens.random(random);
        synchronized (grants) { // wholly before or after a revocation of many
            grants.put(LoginTokens.hash(token), grant);
        }
        return token;
    }

    @Override
    public Optional<TokenGrant> find(String token) {
        return LoginTokens.isWellFormed(token)
                ? Optional.ofNullable(grants.get(LoginTokens.hash(token))).filter(grant -> !isExpired(grant))
                : Optional.empty();
    }

    @Override
    public Optional<TokenGrant> bind(String token, DeviceId device, int platform) {
        if (find(token).isEmpty()) {
            return Optional.empty();
        }
        return Optional.ofNullable(grants.computeIfPresent(
                LoginTokens.hash(token),
                (hash, grant) -> grant.device() == null ? grant.boundTo(device, platform) : grant));
    }

    @Override
    public void revoke(String token) {
        if (LoginTokens.isWellFormed(token)) {
            grants.remove(LoginTokens.hash(token));
        }
    }

    @Override
    public void revoke(UserId user, DeviceId device) {
        revoke((hash, grant) -> grant.user().equals(user) && device.equals(grant.device()));
    }

    @Override
    public Set<DeviceId> revokeAll(UserId user) {
        return revoke((hash, grant) -> grant.user().equals(user));
    }

    @Override
    public Set<DeviceId> revokeOthers(UserId user, String token) {
        String kept = LoginTokens.isWellFormed(token) ? LoginTokens.hash(token) : "";
        return revoke((hash, grant) -> grant.user().equals(user) && !hash.equals(kept));
    }

    private Set<DeviceId> revoke(BiPredicate<String, TokenGrant> which) {
        Set<DeviceId> devices = new HashSet<>();
        synchronized (grants) {
            grants.forEach((hash, grant) -> {
                if (which.test(hash, grant) && grants.remove(hash, grant) && grant.device() != null) {
                    devices.add(grant.device());
                }
            });
        }
        return devices;
    }

    private boolean isExpired(TokenGrant grant) {
        return grant.expiresAtMs() <= clock.millis();
    }
}
