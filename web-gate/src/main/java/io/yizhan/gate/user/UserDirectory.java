package io.yizhan.gate.user;

import io.yizhan.identity.UserId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The accounts. Calls block; a database that cannot be reached is a {@code DataAccessException}. */
public interface UserDirectory {
    /** Adds an account with the role USER; false if the name is taken. */
    boolean add(UserId user, String passwordHash, @Nullable String nickname);

    Optional<Account> find(UserId user);

    /** Sets the hash of another password. */
    void changeHash(UserId user, String hash);

    /**
     * Replaces {@code seen} by {@code renewed}, a hash of the same password; does nothing if it is not there any more.
     */
    void renewHash(UserId user, String seen, String renewed);
}
