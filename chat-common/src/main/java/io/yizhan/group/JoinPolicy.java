package io.yizhan.group;

import java.util.Optional;
import java.util.stream.Stream;

/** Who becomes a member by his own wish; any member adds others under both. */
public enum JoinPolicy {
    OPEN,
    INVITE;

    /** The policy of this very name. */
    public static Optional<JoinPolicy> of(String name) {
        return Stream.of(values()).filter(policy -> policy.name().equals(name)).findAny();
    }
}
