package io.yizhan.server.group;

import io.yizhan.group.GroupAnswer.Refused;
import io.yizhan.group.GroupCommand;
import io.yizhan.group.GroupCommand.Add;
import io.yizhan.group.GroupCommand.Change;
import io.yizhan.group.GroupCommand.Create;
import io.yizhan.group.GroupCommand.Put;
import io.yizhan.group.GroupCommand.Remove;
import io.yizhan.group.GroupHistory;
import io.yizhan.group.GroupRefusal;
import io.yizhan.group.GroupRole;
import io.yizhan.group.JoinPolicy;
import io.yizhan.identity.UserId;
import io.yizhan.protocol.GroupEvent;
import io.yizhan.protocol.GroupEvent.Created;
import io.yizhan.protocol.GroupEvent.Joined;
import io.yizhan.protocol.GroupEvent.Left;
import io.yizhan.protocol.GroupEvent.Removed;
import io.yizhan.protocol.GroupEvent.Renamed;
import io.yizhan.protocol.GroupEvent.RoleGiven;
import io.yizhan.server.archive.Membership;
import io.yizhan.server.archive.Roster;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Judges commands one after the other, each as if those before it were done already, and collects the events that do
 * them. What the events will do is asked of the very rule that the stores apply. Not thread-safe.
 */
final class GroupPlan {
    private final Roster roster;
    private final Circumstances before;
    private final int maxMembers;
    private final String change = UUID.randomUUID().toString();
    private final List<Told> told = new ArrayList<>();
    private final Set<UserId> going = new HashSet<>();
    private JoinPolicy joinPolicy;
    private GroupHistory history;

    /** An event that is to be told. */
    record Told(UserId by, GroupEvent event) {}

    GroupPlan(Circumstances before, int maxMembers) {
        this.before = before;
        this.maxMembers = maxMembers;
        this.roster = new Roster(before.state(), before.all());
        this.joinPolicy = before.state().group().joinPolicy();
        this.history = before.state().group().history();
    }

    /** What is to be told, in this order. */
    List<Told> told() {
        return told;
    }

    /** Those who will be members no more, at least for a moment. */
    Set<UserId> going() {
        return going;
    }

    JoinPolicy joinPolicy() {
        return joinPolicy;
    }

    GroupHistory history() {
        return history;
    }

    /** Whether the settings are to be changed. */
    boolean isSet() {
        return joinPolicy != before.state().group().joinPolicy()
                || history != before.state().group().history();
    }

    /** The user's membership when all is done; null if he is no member then. */
    @Nullable
    Membership present(UserId user) {
        Membership last = roster.latest(user);
        return last != null && last.isPresent() ? last : null;
    }

    /** @return why not, or nothing if it is planned or so already */
    Optional<Refused> take(GroupCommand command) {
        if (command instanceof Create create) {
            return create(create);
        }
        if (!roster.state().isThere()) {
            return no(GroupRefusal.NO_SUCH_GROUP, "There is no such group");
        }
        if (command instanceof Change wanted) {
            return change(wanted);
        } else if (command instanceof Put put) {
            return put(put);
        } else if (command instanceof Add add) {
            return add(add);
        }
        return remove((Remove) command);
    }

    private Optional<Refused> create(Create create) {
        tell(create.by(), new Created(create.by(), before.state().creation()));
        return bring(create.by(), create.members());
    }

    private Optional<Refused> change(Change wanted) {
        Membership by = present(wanted.by());
        if (by == null) {
            return notAMember();
        }
        if (!by.role().leads()) {
            return no(GroupRefusal.FORBIDDEN, "Only the owner and admins change a group");
        }
        wanted.name()
                .filter(name -> !name.equals(roster.state().group().name()))
                .ifPresent(name -> tell(wanted.by(), new Renamed(wanted.by(), name, next())));
        joinPolicy = wanted.joinPolicy().orElse(joinPolicy);
        history = wanted.history().orElse(history);
        return Optional.empty();
    }

    private Optional<Refused> put(Put put) {
        boolean isSelf = put.user().equals(put.by());
        Membership by = present(put.by());
        if (by == null && !isSelf) {
            return notAMember();
        }
        if (put.role().isPresent() && (by == null || by.role() != GroupRole.OWNER)) {
            return no(GroupRefusal.FORBIDDEN, "Only the owner gives roles");
        }
        if (put.role().isPresent() && (isSelf || put.role().get() == GroupRole.OWNER)) {
            return no(GroupRefusal.INVALID_ARGUMENT, "A group is handed over by its owner's leaving");
        }
        if (by == null && joinPolicy == JoinPolicy.INVITE) {
            return no(GroupRefusal.FORBIDDEN, "One is invited to this group");
        }
        Optional<Refused> refused = bring(put.by(), Set.of(put.user()));
        if (refused.isEmpty()) {
            put.role()
                    .filter(role -> role != roleOf(put.user()))
                    .ifPresent(role -> tell(put.by(), new RoleGiven(put.user(), role, next())));
        }
        return refused;
    }

    private Optional<Refused> add(Add add) {
        return present(add.by()) == null ? notAMember() : bring(add.by(), add.users());
    }

    /** All of them, or none. */
    private Optional<Refused> bring(UserId by, Set<UserId> users) {
        List<UserId> fresh =
                users.stream().filter(user -> present(user) == null).sorted().toList();
        Optional<UserId> stranger =
                fresh.stream().filter(before.strangers()::contains).findFirst();
        if (stranger.isPresent()) {
            return no(GroupRefusal.NO_SUCH_USER, "Nobody has this id: " + stranger.get());
        }
        if (roster.state().group().members() + fresh.size() > maxMembers) {
            return no(GroupRefusal.GROUP_FULL, "A group has at most so many members: " + maxMembers);
        }
        fresh.forEach(user -> tell(by, new Joined(user, next())));
        return Optional.empty();
    }

    private Optional<Refused> remove(Remove remove) {
        Membership by = present(remove.by());
        Membership member = present(remove.user());
        if (remove.by().equals(remove.user())) {
            if (member != null) {
                leave(member);
            }
            return Optional.empty();
        }
        if (by == null) {
            return notAMember();
        }
        if (!by.role().leads() || (member != null && !by.role().mayRemove(member.role()))) {
            return no(GroupRefusal.FORBIDDEN, "Your role does not let you remove this user");
        }
        if (member != null) {
            going.add(remove.user());
            tell(remove.by(), new Removed(remove.user(), next()));
        }
        return Optional.empty();
    }

    private void leave(Membership member) {
        if (member.role() == GroupRole.OWNER) {
            heir().ifPresent(heir -> tell(member.user(), new RoleGiven(heir, GroupRole.OWNER, next())));
        }
        going.add(member.user());
        tell(member.user(), new Left(member.user(), next()));
    }

    private Optional<UserId> heir() {
        return Stream.concat(before.all().stream(), roster.changed().stream())
                .map(Membership::user)
                .distinct()
                .flatMap(user -> Stream.ofNullable(present(user)))
                .filter(member -> member.role() != GroupRole.OWNER)
                .min(Comparator.comparing(Membership::role).thenComparing(Membership::joinSeq))
                .map(Membership::user);
    }

    private @Nullable GroupRole roleOf(UserId user) {
        Membership member = present(user);
        return member == null ? null : member.role();
    }

    private String next() {
        return change + "." + told.size();
    }

    private void tell(UserId by, GroupEvent event) {
        told.add(new Told(by, event));
        // the number that it would get if nothing came between; only the order counts here
        roster.apply(roster.state().appliedSeq() + 1, event);
    }

    private static Optional<Refused> notAMember() {
        return no(GroupRefusal.NOT_A_MEMBER, "You are not in this group");
    }

    private static Optional<Refused> no(GroupRefusal why, String detail) {
        return Optional.of(new Refused(why, detail));
    }
}
