package io.yizhan.group;

import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import java.util.Optional;
import java.util.Set;

/** What somebody wants to be done to a group. Each is harmless when it is repeated. */
public sealed interface GroupCommand {
    /** How many users one command may name. */
    int MOST_USERS = 500;

    /** Who asks; he is known to be who he says. */
    UserId by();

    GroupId group();

    /** @param members beside the owner, who may be among them */
    record Create(
            UserId by, GroupId group, String name, Set<UserId> members, JoinPolicy joinPolicy, GroupHistory history)
            implements GroupCommand {
        public Create {
            checkName(name);
            members = checked(members);
        }
    }

    /** What is empty stays as it is. */
    record Change(
            UserId by,
            GroupId group,
            Optional<String> name,
            Optional<JoinPolicy> joinPolicy,
            Optional<GroupHistory> history)
            implements GroupCommand {
        public Change {
            name.ifPresent(GroupCommand::checkName);
        }
    }

    /** Somebody is to be a member, and perhaps of this role; {@code user} may be who asks. */
    record Put(UserId by, GroupId group, UserId user, Optional<GroupRole> role) implements GroupCommand {}

    /** All of them are to be members, or none becomes one. */
    record Add(UserId by, GroupId group, Set<UserId> users) implements GroupCommand {
        public Add {
            users = checked(users);
        }
    }

    /** Somebody is not to be a member; {@code user} may be who asks. */
    record Remove(UserId by, GroupId group, UserId user) implements GroupCommand {}

    private static void checkName(String name) {
        if (!GroupName.isValid(name)) {
            throw new IllegalArgumentException(
                    "Not a group's name, code points: " + name.codePoints().count());
        }
    }

    private static Set<UserId> checked(Set<UserId> users) {
        if (users.size() > MOST_USERS) {
            throw new IllegalArgumentException("Too many users in one command: " + users.size());
        }
        return Set.copyOf(users);
    }
}
