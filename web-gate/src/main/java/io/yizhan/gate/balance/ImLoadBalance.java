package io.yizhan.gate.balance;

import io.yizhan.discovery.ImNode;
import io.yizhan.discovery.NodeListener;
import io.yizhan.discovery.NodeState;
import io.yizhan.discovery.NodeView;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives each client its worker from the local view of the cluster, never asking ZooKeeper. A worker's load is what it
 * last reported and what was assigned to it here since: without the second part a storm of logins between two reports
 * would all go to one worker. Safe from any thread; the lock is held for a look at a few numbers, never over I/O.
 */
public final class ImLoadBalance implements NodeListener {
    private final NodeView view;
    private final BalanceStrategy strategy;
    private final Map<Incarnation, Long> assigned = new HashMap<>();

    public ImLoadBalance(NodeView view, BalanceStrategy strategy) {
        this.view = view;
        this.strategy = strategy;
    }

    /** The worker for one more client, counted from now on; empty if all are gone, draining or {@code excluded}. */
    public synchronized Optional<ImNode> assign(Set<NodeId> excluded) {
        List<Candidate> candidates = view.nodes().stream()
                .filter(node -> node.state() == NodeState.UP && !excluded.contains(node.id()))
                .map(node -> new Candidate(node, node.balance() + assigned.getOrDefault(node.incarnation(), 0L)))
                .toList();
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        ImNode chosen = strategy.choose(candidates).node();
        assigned.merge(chosen.incarnation(), 1L, Long::sum);
        return Optional.of(chosen);
    }

    @Override
    public void joined(ImNode node) {
        forget(node);
    }

    /** What was assigned before is part of the new report. */
    @Override
    public void changed(ImNode node) {
        forget(node);
    }

    @Override
    public void left(ImNode node) {
        forget(node);
    }

    private synchronized void forget(ImNode node) {
        assigned.remove(node.incarnation());
    }
}
