package io.yizhan.gate.balance;

import io.yizhan.identity.UserId;
import java.util.List;
import java.util.random.RandomGenerator;

/** By lot, where a worker that has twice as many places left is twice as likely. */
public final class Weighted implements BalanceStrategy {
    private final RandomGenerator random;

    public Weighted(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public Candidate choose(List<Candidate> candidates, UserId user) {
        long all = candidates.stream().mapToLong(Weighted::places).sum();
        long lot = random.nextLong(all);
        for (Candidate candidate : candidates) {
            lot -= places(candidate);
            if (lot < 0) {
                return candidate;
            }
        }
        throw new IllegalStateException("A lot beyond all places: " + all);
    }

    /** At least one: it may take more than it is held to. */
    private static long places(Candidate candidate) {
        return Math.max(1, candidate.capacity() - candidate.load());
    }
}
