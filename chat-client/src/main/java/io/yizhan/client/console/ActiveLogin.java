package io.yizhan.client.console;

import io.yizhan.client.ChatClient;
import io.yizhan.client.store.LocalStore;
import io.yizhan.identity.UserId;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A user who is logged in here.
 *
 * @param store what the device remembers, to be closed after the client
 */
record ActiveLogin(UserId user, ChatClient client, LocalStore store, DeliveryMarks marks) {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

    /** Ends the session, which is not logged out, and gives the store back; waits for that. */
    void close() {
        end(client, store);
    }

    static void end(ChatClient client, LocalStore store) {
        client.shutdown()
                .copy()
                .completeOnTimeout(null, CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        store.close();
    }
}
