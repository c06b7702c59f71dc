package io.yizhan.client.console;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** The users met so far, for completion and for {@code /who}. Thread-safe. */
final class KnownUsers {
    private final Set<String> users = new ConcurrentSkipListSet<>();

    void add(String user) {
        users.add(user);
    }

    /** Ascending. */
    List<String> all() {
        return List.copyOf(users);
    }
}
