package io.yizhan.group;

import java.util.Optional;
import java.util.stream.Stream;

/** What a member sees of the time when he was none. */
public enum GroupHistory {
    SINCE_JOIN,
    ALL;

    /** The setting of this very name. */
    public static Optional<GroupHistory> of(String name) {
        return Stream.of(values())
                .filter(history -> history.name().equals(name))
                .findAny();
    }
}
