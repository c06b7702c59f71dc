package io.yizhan.gate.balance;

import java.util.List;
import java.util.random.RandomGenerator;

/** The smallest load; among equals each is as likely as the others, so that several gates do not all take the same. */
public final class LeastLoaded implements BalanceStrategy {
    private final RandomGenerator random;

    public LeastLoaded(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public Candidate choose(List<Candidate> candidates) {
        Candidate chosen = candidates.get(0);
        int equals = 1;
        for (Candidate candidate : candidates.subList(1, candidates.size())) {
            if (candidate.load() < chosen.load()) {
                chosen = candidate;
                equals = 1;
            } else if (candidate.load() == chosen.load() && random.nextInt(++equals) == 0) {
                chosen = candidate; // the n-th equal one takes over with a chance of 1 in n
            }
        }
        return chosen;
    }
}
