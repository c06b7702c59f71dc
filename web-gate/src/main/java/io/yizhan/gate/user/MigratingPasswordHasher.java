package io.yizhan.gate.user;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;

/**
 * Hashes of our kind, and those of bcrypt that came with users from elsewhere: these are good for one login, which
 * renews them. Safe from any thread.
 *
 * <p>From the first hash of bcrypt on, a wrong password costs one hash of each kind, whoever was guessed at; so nobody
 * finds out by the time who came from elsewhere, or exists.
 */
public final class MigratingPasswordHasher implements PasswordHasher {
    private static final int NONE = 0;

    private final PasswordHasher ours;
    private final BiPredicate<BcryptHash, String> matches;
    private final AtomicInteger highestCost = new AtomicInteger(NONE);

    public MigratingPasswordHasher(PasswordHasher ours) {
        this(ours, BcryptHash::matches);
    }

    /** @param matches whether a hash was made of a password */
    MigratingPasswordHasher(PasswordHasher ours, BiPredicate<BcryptHash, String> matches) {
        this.ours = ours;
        this.matches = matches;
    }

    @Override
    public String hash(String password) {
        return ours.hash(password);
    }

    @Override
    public boolean verify(String password, String hash) {
        Optional<BcryptHash> foreign = BcryptHash.read(hash);
        if (foreign.isPresent()) {
            highestCost.accumulateAndGet(foreign.get().cost(), Math::max);
            return matches.test(foreign.get(), password) || spendOneOfOurs(password);
        }
        return ours.verify(password, hash) || spendOneOfTheirs(password);
    }

    /** @return false */
    private boolean spendOneOfOurs(String password) {
        var unused = ours.hash(password);
        return false;
    }

    /** @return false */
    private boolean spendOneOfTheirs(String password) {
        int cost = highestCost.get();
        if (cost != NONE) {
            var unused = matches.test(BcryptHash.ofNothing(cost), password);
        }
        return false;
    }

    @Override
    public boolean canRead(String hash) {
        return BcryptHash.read(hash).isPresent() || ours.canRead(hash);
    }

    @Override
    public boolean isCurrent(String hash) {
        return ours.isCurrent(hash);
    }
}
