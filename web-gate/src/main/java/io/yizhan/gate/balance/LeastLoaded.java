package io.yizhan.gate.balance;

import io.yizhan.identity.UserId;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The smallest share of the capacity in use; among equals each is as likely as the others, so that several gates do not
 * all take the same.
 */
public final class LeastLoaded implements BalanceStrategy {
    private final RandomGenerator random;

    public LeastLoaded(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public Candidate choose(List<Candidate> candidates, UserId user) {
        Candidate chosen = candidates.get(0);
        int equals = 1;
        for (Candidate candidate : candidates.subList(1, candidates.size())) {
            int order = candidate.compareLoad(chosen);
            if (order < 0) {
                chosen = candidate;
                equals = 1;
            } else if (order == 0 && random.nextInt(++equals) == 0) {
                chosen = candidate; // the n-th equal one takes over with a chance of 1 in n
            }
        }
        return chosen;
    }
}
