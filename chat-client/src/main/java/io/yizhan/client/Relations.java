package io.yizhan.client;

import com.google.errorprone.annotations.CheckReturnValue;
import io.yizhan.client.gate.Friend;
import io.yizhan.identity.UserId;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Friends and blocks of the user of one client. Thread-safe, never blocks; futures complete on the listener's thread
 * and fail with {@code GateException}: NO_SUCH_USER, or BLOCKED where one has blocked the other.
 */
@CheckReturnValue
public final class Relations {
    private final ClientCore core;

    Relations(ClientCore core) {
        this.core = core;
    }

    /** All friends, and who has asked or was asked, by id. */
    public CompletableFuture<List<Friend>> friends() {
        return core.withToken(core.gate().relations()::friends);
    }

    /** Asks to be friends, or says yes to who has asked; the answer tells how they stand now. */
    public CompletableFuture<Friend> befriend(String userId) {
        UserId user = new UserId(userId);
        return core.withToken(token -> core.gate().relations().befriend(token, user));
    }

    /** Says no, takes a question back, or ends a friendship. */
    public CompletableFuture<Void> unfriend(String userId) {
        UserId user = new UserId(userId);
        return core.withToken(token -> core.gate().relations().unfriend(token, user));
    }

    /** All whom the user has blocked, by id. */
    public CompletableFuture<List<String>> blocked() {
        return core.withToken(core.gate().relations()::blocked);
    }

    /** Takes nothing more from a user, who does not see either when this one is there; ends a friendship. */
    public CompletableFuture<Void> block(String userId) {
        UserId user = new UserId(userId);
        return core.withToken(token -> core.gate().relations().block(token, user));
    }

    public CompletableFuture<Void> unblock(String userId) {
        UserId user = new UserId(userId);
        return core.withToken(token -> core.gate().relations().unblock(token, user));
    }
}
