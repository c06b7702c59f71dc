package io.yizhan.client.gate;

import com.google.errorprone.annotations.CheckReturnValue;
import io.yizhan.identity.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The gate's calls on friends and blocks. Thread-safe, never blocks; every future fails with {@link GateException} and
 * completes on a thread of the HTTP client.
 */
@CheckReturnValue
public final class RelationCalls {
    private record FriendPage(List<Friend> friends, String nextCursor) {}

    private record BlockPage(List<Blocked> blocks, String nextCursor) {}

    private record Blocked(String userId) {}

    private final GateClient gate;

    RelationCalls(GateClient gate) {
        this.gate = gate;
    }

    /** All friends, and who has asked or was asked. */
    public CompletableFuture<List<Friend>> friends(String token) {
        return friends(token, "", new ArrayList<>());
    }

    private CompletableFuture<List<Friend>> friends(String token, String cursor, List<Friend> found) {
        return gate.read("/api/v1/friends?limit=1000&cursor=" + cursor, token, FriendPage.class)
                .thenCompose(page -> {
                    found.addAll(page.friends());
                    return page.nextCursor().isEmpty()
                            ? CompletableFuture.completedFuture(found)
                            : friends(token, page.nextCursor(), found);
                });
    }

    /** Asks to be friends, or says yes; BLOCKED if one of them has blocked the other. */
    public CompletableFuture<Friend> befriend(String token, UserId user) {
        return gate.change("PUT", "/api/v1/friends/" + user, token)
                .thenApply(answer -> gate.parse(answer, Friend.class));
    }

    /** Says no, takes a question back, or ends a friendship. */
    public CompletableFuture<Void> unfriend(String token, UserId user) {
        return gate.change("DELETE", "/api/v1/friends/" + user, token).thenApply(answer -> null);
    }

    /** All whom the user has blocked. */
    public CompletableFuture<List<String>> blocked(String token) {
        return blocked(token, "", new ArrayList<>());
    }

    private CompletableFuture<List<String>> blocked(String token, String cursor, List<String> found) {
        return gate.read("/api/v1/blocks?limit=1000&cursor=" + cursor, token, BlockPage.class)
                .thenCompose(page -> {
                    page.blocks().forEach(blocked -> found.add(blocked.userId()));
                    return page.nextCursor().isEmpty()
                            ? CompletableFuture.completedFuture(found)
                            : blocked(token, page.nextCursor(), found);
                });
    }

    public CompletableFuture<Void> block(String token, UserId user) {
        return gate.change("PUT", "/api/v1/blocks/" + user, token).thenApply(answer -> null);
    }

    public CompletableFuture<Void> unblock(String token, UserId user) {
        return gate.change("DELETE", "/api/v1/blocks/" + user, token).thenApply(answer -> null);
    }
}
