package io.yizhan.server.presence;

import chat.v2.PresenceEvent;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.LocalSession;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The users that one session watches, from its request on: whom it does not know yet, and whose changes it has not been
 * told. Belongs to the presence thread.
 */
final class WatchList {
    private final LocalSession session;
    private final Set<UserId> users;
    private final long number;
    private final long askedAt;
    private final CompletableFuture<PresenceEvent> answer;
    private final Set<UserId> unknown = new HashSet<>();
    private final Set<UserId> untold = new LinkedHashSet<>();

    /**
     * @param number ascending: of two lists of a session the larger one counts
     * @param askedAt in nanoseconds
     */
    WatchList(
            LocalSession session,
            Collection<UserId> users,
            long number,
            long askedAt,
            CompletableFuture<PresenceEvent> answer) {
        this.session = session;
        this.users = new LinkedHashSet<>(users);
        this.number = number;
        this.askedAt = askedAt;
        this.answer = answer;
    }

    LocalSession session() {
        return session;
    }

    Set<UserId> users() {
        return users;
    }

    long number() {
        return number;
    }

    long askedAt() {
        return askedAt;
    }

    CompletableFuture<PresenceEvent> answer() {
        return answer;
    }

    /** Those of whom the registry has said nothing yet; the answer waits for them. */
    Set<UserId> unknown() {
        return unknown;
    }

    /** Those whose change is still to be written; only once the list was answered. */
    Set<UserId> untold() {
        return untold;
    }

    /** Takes all that is to be written. */
    List<UserId> takeUntold() {
        List<UserId> taken = List.copyOf(untold);
        untold.clear();
        return taken;
    }
}
