package io.yizhan.server.archive;

import io.yizhan.group.GroupRole;
import io.yizhan.identity.UserId;
import io.yizhan.protocol.GroupEvent;
import io.yizhan.protocol.GroupEvent.Created;
import io.yizhan.protocol.GroupEvent.Joined;
import io.yizhan.protocol.GroupEvent.Left;
import io.yizhan.protocol.GroupEvent.Removed;
import io.yizhan.protocol.GroupEvent.Renamed;
import io.yizhan.protocol.GroupEvent.RoleGiven;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the events of a group make of it, in the order in which the log has them: the one rule, for every store. Each
 * event has an effect or none, and never fails: whoever is a member joins no more, who is none cannot leave, and the
 * owner stays until there is another. An event that comes behind one of a larger number comes too late. Not
 * thread-safe.
 */
public final class Roster {
    private final Map<UserId, Membership> latest = new HashMap<>();
    private final Map<List<Object>, Membership> changed = new LinkedHashMap<>();
    private GroupState state;

    /**
     * @param before the group as it is
     * @param latest the last membership of its owner, and of each user whom one of the events concerns
     */
    public Roster(GroupState before, Collection<Membership> latest) {
        this.state = before;
        latest.forEach(membership -> this.latest.put(membership.user(), membership));
    }

    /** What the user was last in this group, as far as it is known here; null if he was nothing. */
    public @Nullable Membership latest(UserId user) {
        return latest.get(user);
    }

    /** The group as it is now. */
    public GroupState state() {
        return state;
    }

    /** Memberships that began, ended or got another role. */
    public Collection<Membership> changed() {
        return changed.values();
    }

    /** Takes the event that stands at this number. */
    public void apply(long seq, GroupEvent event) {
        if (seq <= state.appliedSeq()) {
            return;
        }
        state = state.appliedTo(seq);
        if (event instanceof Created created) {
            begin(seq, created);
        } else if (state.isThere()) {
            change(seq, event);
        }
    }

    private void change(long seq, GroupEvent event) {
        if (event instanceof Joined joined) {
            join(seq, joined.user(), GroupRole.MEMBER);
        } else if (event instanceof Left || event instanceof Removed) {
            leave(seq, event.user());
        } else if (event instanceof RoleGiven given) {
            give(given.user(), given.role());
        } else if (event instanceof Renamed renamed) {
            state = state.renamed(renamed.name());
        }
    }

    private void begin(long seq, Created created) {
        if (state.createdSeq().isEmpty() && created.change().equals(state.creation())) {
            state = state.created(seq).owned(created.user());
            join(seq, created.user(), GroupRole.OWNER);
        }
    }

    private void join(long seq, UserId user, GroupRole role) {
        if (member(user) == null) {
            put(new Membership(state.group().id(), user, seq, OptionalLong.empty(), role));
            state = state.grown(1, seq);
        }
    }

    private void leave(long seq, UserId user) {
        Membership member = member(user);
        boolean alone = state.group().members() == 1;
        if (member != null && (alone || member.role() != GroupRole.OWNER)) {
            put(member.leftAt(seq));
            state = state.grown(-1, seq);
        }
    }

    private void give(UserId user, GroupRole role) {
        Membership member = member(user);
        if (member == null || member.role() == GroupRole.OWNER || member.role() == role) {
            return;
        }
        if (role == GroupRole.OWNER) {
            Membership owner = member(state.group().owner());
            if (owner != null) {
                put(owner.as(GroupRole.ADMIN));
            }
            state = state.owned(user);
        }
        put(member.as(role));
    }

    private @Nullable Membership member(UserId user) {
        Membership last = latest.get(user);
        return last != null && last.isPresent() ? last : null;
    }

    private void put(Membership membership) {
        latest.put(membership.user(), membership);
        changed.put(List.of(membership.user(), membership.joinSeq()), membership);
    }
}
