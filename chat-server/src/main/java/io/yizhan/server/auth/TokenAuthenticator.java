package io.yizhan.server.auth;

import chat.v2.LoginRequest;
import chat.v2.Platform;
import io.yizhan.access.TokenGrant;
import io.yizhan.access.TokenStore;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Accepts whoever shows the gate's token for exactly this user, device and platform; a token for any device is bound to
 * the first. Tokens are looked up on the given executor, where stages complete as well; what is malformed is refused
 * without a look-up.
 */
public final class TokenAuthenticator implements Authenticator {
    private static final int MAX_TOKEN_LENGTH = 512;
    private static final int MAX_VERSION_LENGTH = 64;

    private final TokenStore tokens;
    private final Executor lookups;

    /** @param lookups may block; refuses by {@link RejectedExecutionException} when too many logins wait */
    public TokenAuthenticator(TokenStore tokens, Executor lookups) {
        this.tokens = tokens;
        this.lookups = lookups;
    }

    @Override
    public CompletionStage<LoginResult> authenticate(LoginRequest request) {
        Optional<LoginResult> refused = refuse(request);
        if (refused.isPresent()) {
            return CompletableFuture.completedStage(refused.get());
        }
        try {
            return CompletableFuture.supplyAsync(() -> judge(request), lookups);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedStage(new LoginResult.Overloaded());
        }
    }

    private static Optional<LoginResult> refuse(LoginRequest request) {
        if (request.getPlatform() == Platform.UNRECOGNIZED) {
            return Optional.of(new LoginResult.Malformed("Unknown platform: " + request.getPlatformValue()));
        }
        String version = request.getClientVersion();
        if (version.codePointCount(0, version.length()) > MAX_VERSION_LENGTH) {
            return Optional.of(new LoginResult.Malformed("client_version is over 64 characters"));
        }
        boolean wellFormed = UserId.isValid(request.getUserId())
                && DeviceId.isValid(request.getDeviceId())
                && !request.getToken().isEmpty()
                && request.getToken().length() <= MAX_TOKEN_LENGTH;
        return wellFormed ? Optional.empty() : Optional.of(new LoginResult.BadToken());
    }

    private LoginResult judge(LoginRequest request) {
        DeviceId device = new DeviceId(request.getDeviceId());
        return tokens.find(request.getToken())
                .filter(grant -> grant.user().value().equals(request.getUserId()))
                .flatMap(grant -> grant.device() != null ? Optional.of(grant) : bound(request, device))
                .filter(grant -> device.equals(grant.device()) && isSamePlatform(grant, request))
                .<LoginResult>map(grant -> new LoginResult.Accepted(grant.user(), device, grant.platform()))
                .orElseGet(LoginResult.BadToken::new);
    }

    /** Binds a token that is any device's; another that came at the same time may have been the first. */
    private Optional<TokenGrant> bound(LoginRequest request, DeviceId device) {
        int named = request.getPlatformValue();
        int platform = named == Platform.PLATFORM_UNSPECIFIED_VALUE ? Platform.CONSOLE_VALUE : named;
        return tokens.bind(request.getToken(), device, platform);
    }

    private static boolean isSamePlatform(TokenGrant grant, LoginRequest request) {
        return request.getPlatform() == Platform.PLATFORM_UNSPECIFIED || request.getPlatformValue() == grant.platform();
    }
}
