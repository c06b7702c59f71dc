package io.yizhan.gate.balance;

import io.yizhan.identity.UserId;
import java.util.List;
import java.util.random.RandomGenerator;

/** The less loaded of two that are drawn by lot: several gates with old reports do not all run to the same worker. */
public final class TwoChoices implements BalanceStrategy {
    private final RandomGenerator random;
    private final BalanceStrategy better;

    public TwoChoices(RandomGenerator random) {
        this.random = random;
        this.better = new LeastLoaded(random);
    }

    @Override
    public Candidate choose(List<Candidate> candidates, UserId user) {
        if (candidates.size() <= 2) {
            return better.choose(candidates, user);
        }
        int one = random.nextInt(candidates.size());
        int other = random.nextInt(candidates.size() - 1);
        return better.choose(List.of(candidates.get(one), candidates.get(other < one ? other : other + 1)), user);
    }
}
