package org.example.registry;

import java.util.Optional;

/**
 * What is to become of a user's sessions, and what the caller is told once it has.
 *
 * @param next empty if nothing is to be written
 */
record Change<R>(Optional<UserSessions> next, R result) {
    static <R> Change<R> to(UserSessions next, R result) {
        return new Change<>(Optional.of(next), result);
    }

    static <R> Change<R> none(R result) {
        return new Change<>(Optional.empty(), result);
    }
}
