package io.yizhan.gate.login;

import io.yizhan.gate.user.Account;
import io.yizhan.gate.user.UserDirectory;
import io.yizhan.identity.UserId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.dao.QueryTimeoutException;

/** Accounts of a test. */
final class FakeUsers implements UserDirectory {
    private final Map<UserId, String> hashes = new ConcurrentHashMap<>();
    private boolean failsToReplace;

    void put(UserId user, String hash) {
        hashes.put(user, hash);
    }

    String hash(UserId user) {
        return hashes.get(user);
    }

    void failToReplace() {
        failsToReplace = true;
    }

    @Override
    public boolean add(UserId user, String passwordHash, String nickname) {
        return hashes.putIfAbsent(user, passwordHash) == null;
    }

    @Override
    public Optional<Account> find(UserId user) {
        return Optional.ofNullable(hashes.get(user)).map(hash -> new Account(hash, "USER"));
    }

    @Override
    public boolean replaceHash(UserId user, String seen, String hash) {
        if (failsToReplace) {
            throw new QueryTimeoutException("The database is busy");
        }
        return hashes.replace(user, seen, hash);
    }
}
