package io.yizhan.gate.balance;

import io.yizhan.identity.NodeId;
import io.yizhan.identity.UserId;
import java.util.List;

/** One after the other by their ids, whatever they have; a gate begins with the first. */
public final class RoundRobin implements BalanceStrategy {
    private NodeId last = new NodeId(0);
    private boolean begun;

    @Override
    public Candidate choose(List<Candidate> candidates, UserId user) {
        Candidate chosen = candidates.stream()
                .filter(candidate -> !begun || candidate.node().id().compareTo(last) > 0)
                .findFirst()
                .orElse(candidates.get(0));
        last = chosen.node().id();
        begun = true;
        return chosen;
    }
}
