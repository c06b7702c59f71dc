package io.yizhan.gate.balance;

import io.yizhan.identity.UserId;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/**
 * The least loaded while this gate is the only one. Of several each sees only what it has assigned itself, and they
 * would all run to the same worker; then the better of two.
 */
final class LeastLoadedOfMany implements BalanceStrategy {
    private final IntSupplier gates;
    private final BalanceStrategy alone;
    private final BalanceStrategy together;

    /** @param gates how many there are, this one included */
    LeastLoadedOfMany(IntSupplier gates, RandomGenerator random) {
        this.gates = gates;
        this.alone = new LeastLoaded(random);
        this.together = new TwoChoices(random);
    }

    @Override
    public Candidate choose(List<Candidate> candidates, UserId user) {
        return (gates.getAsInt() > 1 ? together : alone).choose(candidates, user);
    }
}
