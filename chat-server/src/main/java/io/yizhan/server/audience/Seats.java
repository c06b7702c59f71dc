package io.yizhan.server.audience;

import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.FanOut;
import io.yizhan.server.session.LocalSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which sessions here belong to which users, and they to which groups. Guarded by the book. */
final class Seats {
    private final FanOut fanOut;
    private final Map<UserId, LocalUser> users = new HashMap<>();
    private final Map<GroupId, LocalGroup> groups = new HashMap<>();

    Seats(FanOut fanOut) {
        this.fanOut = fanOut;
    }

    Optional<LocalUser> user(UserId id) {
        return Optional.ofNullable(users.get(id));
    }

    Optional<LocalGroup> group(GroupId id) {
        return Optional.ofNullable(groups.get(id));
    }

    Collection<LocalGroup> groups() {
        return groups.values();
    }

    boolean isHere(LocalGroup group) {
        return groups.get(group.id()) == group;
    }

    /** The session's user, who gets it, and so do his groups. */
    LocalUser add(LocalSession session) {
        LocalUser user = users.computeIfAbsent(session.user(), LocalUser::new);
        user.sessions().add(session);
        for (GroupId id : user.memberships().keySet()) {
            LocalGroup group = groups.get(id);
            Long since = group == null ? null : group.members().get(user.id());
            if (group != null && since != null) {
                group.sessions().add(session, since);
            }
        }
        return user;
    }

    /** Gives the groups that end with it. */
    List<GroupId> remove(LocalSession session) {
        LocalUser user = users.get(session.user());
        if (user == null || !user.sessions().remove(session)) {
            return List.of();
        }
        boolean gone = user.sessions().isEmpty();
        List<GroupId> ended = new ArrayList<>();
        for (GroupId id : user.memberships().keySet()) {
            LocalGroup group = groups.get(id);
            if (group != null) {
                group.sessions().remove(session);
                if (gone && drop(group, user.id())) {
                    ended.add(id);
                }
            }
        }
        if (gone) {
            users.remove(user.id());
        }
        return ended;
    }

    /** A group that has nobody yet. */
    LocalGroup begin(GroupId id, long knownTo) {
        LocalGroup group = new LocalGroup(id, fanOut.group(), knownTo);
        groups.put(id, group);
        return group;
    }

    void join(LocalGroup group, LocalUser user, long since) {
        group.unsettled().remove(user.id());
        group.members().put(user.id(), since);
        user.sessions().forEach(session -> group.sessions().add(session, since));
    }

    /** Says whether the group ends with it. */
    boolean part(LocalGroup group, LocalUser user) {
        user.sessions().forEach(session -> group.sessions().remove(session));
        group.members().remove(user.id());
        return end(group); // not if he may have come again
    }

    private boolean drop(LocalGroup group, UserId user) {
        group.members().remove(user);
        group.unsettled().remove(user);
        return end(group);
    }

    /** Ends a group that has nobody here any more; says whether it did. */
    boolean end(LocalGroup group) {
        return group.isEmpty() && groups.remove(group.id(), group);
    }
}
