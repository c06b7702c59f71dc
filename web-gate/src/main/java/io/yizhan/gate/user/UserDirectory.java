package io.yizhan.gate.user;

import io.yizhan.identity.UserId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The accounts. Calls block; a database that cannot be reached is a {@code DataAccessException}. */
public interface UserDirectory {
    /** Adds an account with the role USER; false if the name is taken. */
    boolean add(UserId user, String passwordHash, @Nullable String nickname);

    Optional<Account> find(UserId user);

    /** Sets another hash in the place of {@code seen}; false, and nothing is done, if that is not there any more. */
    boolean replaceHash(UserId user, String seen, String hash);
}
