package io.yizhan.group;

import java.util.Optional;
import java.util.stream.Stream;

/** Why nothing is done to a group: the stable codes of the gate (protocol, section 5). */
public enum GroupRefusal {
    INVALID_ARGUMENT,
    /** Who asks is no member. */
    NOT_A_MEMBER,
    /** Who asks is a member without the right, or a stranger to a group that one is invited to. */
    FORBIDDEN,
    NO_SUCH_GROUP,
    NO_SUCH_USER,
    GROUP_EXISTS,
    GROUP_FULL,
    /** Too much waits; nothing was done. */
    OVERLOADED,
    /** Nothing is promised; to be asked again, which does no harm. */
    UNAVAILABLE;

    /** The refusal of this very name. */
    public static Optional<GroupRefusal> of(String name) {
        return Stream.of(values())
                .filter(refusal -> refusal.name().equals(name))
                .findAny();
    }
}
