package io.yizhan.server.delivery;

import io.yizhan.identity.GroupId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.SessionAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where those are whom messages are for.
 *
 * @param sessions of users: of both sides of a conversation of two, in a group of whom an event concerns
 * @param workers that have members of a group online, where it was asked for
 */
record Recipients(Map<UserId, List<SessionAddress>> sessions, Map<GroupId, Set<Incarnation>> workers) {
    List<SessionAddress> of(UserId user) {
        return sessions.getOrDefault(user, List.of());
    }

    Set<Incarnation> in(GroupId group) {
        return workers.getOrDefault(group, Set.of());
    }
}
