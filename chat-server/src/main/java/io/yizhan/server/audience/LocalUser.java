package io.yizhan.server.audience;

import chat.v2.Message;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.Membership;
import io.yizhan.server.session.LocalSession;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A user who is online here. Guarded by the book. */
final class LocalUser {
    private final UserId id;
    private final Set<LocalSession> sessions = new LinkedHashSet<>();
    private final Map<GroupId, Membership> memberships = new HashMap<>();
    private final CompletableFuture<Void> entered = new CompletableFuture<>();

    LocalUser(UserId id) {
        this.id = id;
    }

    UserId id() {
        return id;
    }

    Set<LocalSession> sessions() {
        return sessions;
    }

    /** The last time in each group, as far as was heard or read. */
    Map<GroupId, Membership> memberships() {
        return memberships;
    }

    List<Membership> all() {
        return List.copyOf(memberships.values());
    }

    /** Completes when what his groups are told comes here. */
    CompletableFuture<Void> entered() {
        return entered;
    }

    /** Takes note of what was read or heard, unless something later is known; says whether it is the latest. */
    boolean note(Membership membership) {
        Membership known = memberships.get(membership.group());
        boolean later = known == null || !isBefore(membership, known);
        if (later) {
            memberships.put(membership.group(), membership);
        }
        return later;
    }

    private static boolean isBefore(Membership one, Membership known) {
        // who joins while he is a member stays one since he first did
        return one.joinSeq() < known.joinSeq()
                || (one.isPresent() && one.joinSeq() <= known.leaveSeq().orElse(0));
    }

    /** Pushes the message by which he left the group, if this is it. */
    void farewell(GroupId group, Message message) {
        Membership last = memberships.get(group);
        if (last != null && last.leaveSeq().equals(OptionalLong.of(message.getSeq()))) {
            sessions.forEach(session -> session.push(message));
        }
    }
}
