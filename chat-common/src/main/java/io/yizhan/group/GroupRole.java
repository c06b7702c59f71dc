package io.yizhan.group;

import java.util.Optional;
import java.util.stream.Stream;

/** What a member may do. A group has one owner as long as it has members. */
public enum GroupRole {
    OWNER,
    ADMIN,
    MEMBER;

    /** Whether it changes the group, and removes plain members. */
    public boolean leads() {
        return this != MEMBER;
    }

    /** Whether someone of this role may remove someone of {@code other}. */
    public boolean mayRemove(GroupRole other) {
        return this == OWNER || (this == ADMIN && other == MEMBER);
    }

    /** The role of this very name. */
    public static Optional<GroupRole> of(String name) {
        return Stream.of(values()).filter(role -> role.name().equals(name)).findAny();
    }
}
