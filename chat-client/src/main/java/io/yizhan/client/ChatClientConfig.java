package io.yizhan.client;

import chat.v2.Platform;
import io.yizhan.client.connection.DialSettings;
import io.yizhan.client.connection.ReconnectPolicy;
import io.yizhan.client.gate.Account;
import io.yizhan.client.outbox.OutboxSettings;
import io.yizhan.client.store.LocalStore;
import io.yizhan.client.store.MemoryLocalStore;
import io.yizhan.client.sync.SyncSettings;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client needs to know; made by {@link #builder()}.
 *
 * @param gates base addresses such as {@code https://chat.example.org}, tried in turn
 * @param account who, on which device, with which secret
 * @param store what the device remembers over restarts; stays open when the client is closed
 * @param gateTimeout for each HTTP call; three times as long for those that change something
 */
public record ChatClientConfig(
        List<URI> gates,
        Account account,
        LocalStore store,
        Duration gateTimeout,
        DialSettings dial,
        ReconnectPolicy reconnect,
        SyncSettings sync,
        OutboxSettings outbox) {
    /** @throws IllegalArgumentException without a gate */
    public ChatClientConfig {
        gates = List.copyOf(gates);
        if (gates.isEmpty()) {
            throw new IllegalArgumentException("A client needs at least one gate");
        }
    }

    /** A builder with defaults for all but user and secret. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects the settings; not thread-safe. */
    public static final class Builder {
        private List<URI> gates = List.of(URI.create("http://127.0.0.1:8080"));
        private @Nullable UserId user;
        private DeviceId device = new DeviceId("default");
        private Platform platform = Platform.CONSOLE;
        private @Nullable String password;
        private @Nullable String token;
        private LocalStore store = new MemoryLocalStore();
        private Duration gateTimeout = Duration.ofSeconds(10);
        private DialSettings dial = DialSettings.defaults();
        private ReconnectPolicy reconnect = ReconnectPolicy.defaults();
        private SyncSettings sync = SyncSettings.defaults();
        private OutboxSettings outbox = OutboxSettings.defaults();

        private Builder() {}

        public Builder gates(URI... addresses) {
            return gates(List.of(addresses));
        }

        public Builder gates(List<URI> addresses) {
            gates = addresses;
            return this;
        }

        public Builder user(String id) {
            user = new UserId(id);
            return this;
        }

        /** Used at the first login, and when a token is no longer good. */
        public Builder password(String secret) {
            password = secret;
            return this;
        }

        /** A token of an earlier login of this user and device; without a password the client ends with it. */
        public Builder token(String secret) {
            token = secret;
            return this;
        }

        /** Names this installation, stable and its own; default {@code default}. */
        public Builder device(String id) {
            device = new DeviceId(id);
            return this;
        }

        public Builder platform(Platform kind) {
            platform = kind;
            return this;
        }

        /**
         * What the device remembers; default: as long as this object lives. Close it after the client's
         * {@link ChatClient#shutdown} has completed.
         */
        public Builder store(LocalStore memory) {
            store = memory;
            return this;
        }

        public Builder gateTimeout(Duration timeout) {
            gateTimeout = timeout;
            return this;
        }

        public Builder dial(DialSettings settings) {
            dial = settings;
            return this;
        }

        public Builder reconnect(ReconnectPolicy policy) {
            reconnect = policy;
            return this;
        }

        public Builder sync(SyncSettings settings) {
            sync = settings;
            return this;
        }

        public Builder outbox(OutboxSettings settings) {
            outbox = settings;
            return this;
        }

        /** @throws IllegalArgumentException without a user, or without a password and a token */
        public ChatClientConfig build() {
            UserId who = user;
            if (who == null) {
                throw new IllegalArgumentException("A client needs a user");
            }
            Account account = new Account(who, device, platform, password, token);
            return new ChatClientConfig(gates, account, store, gateTimeout, dial, reconnect, sync, outbox);
        }
    }
}
