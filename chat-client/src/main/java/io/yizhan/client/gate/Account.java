package io.yizhan.client.gate;

import chat.v2.Platform;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who logs in, on which device, and with what: a password, a token of an earlier login, or both. */
public final class Account {
    private final UserId user;
    private final DeviceId device;
    private final Platform platform;
    private final @Nullable String password;
    private final @Nullable String token;

    /** @throws IllegalArgumentException when there is neither a password nor a token */
    public Account(UserId user, DeviceId device, Platform platform, @Nullable String password, @Nullable String token) {
        if (password == null && token == null) {
            throw new IllegalArgumentException("A login needs a password or a token: " + user);
        }
        this.user = user;
        this.device = device;
        this.platform = platform;
        this.password = password;
        this.token = token;
    }

    public UserId user() {
        return user;
    }

    public DeviceId device() {
        return device;
    }

    public Platform platform() {
        return platform;
    }

    public Optional<String> password() {
        return Optional.ofNullable(password);
    }

    public Optional<String> token() {
        return Optional.ofNullable(token);
    }

    @Override
    public String toString() {
        return user + "/" + device;
    }
}
