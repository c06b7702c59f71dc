package io.yizhan.gate.balance;

import io.yizhan.discovery.ImNode;
import io.yizhan.discovery.NodeListener;
import io.yizhan.discovery.NodeState;
import io.yizhan.discovery.NodeView;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.UserId;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Gives each client its worker from the local view of the cluster, never asking ZooKeeper. A worker's load is what it
 * last reported and what was assigned to it here that it cannot have reported yet: without the second part a storm of
 * logins between two reports would all go to one worker. Safe from any thread; the lock is held for a look at a few
 * numbers, never over I/O.
 */
public final class ImLoadBalance implements NodeListener {
    private final NodeView view;
    private final BalanceStrategy strategy;
    private final Duration unseenFor;
    private final LongSupplier nanos;
    private final Map<Incarnation, Assignments> assigned = new HashMap<>();

    /**
     * @param unseenFor how old a client is at least that a report shows
     * @param nanos monotonic
     */
    public ImLoadBalance(NodeView view, BalanceStrategy strategy, Duration unseenFor, LongSupplier nanos) {
        this.view = view;
        this.strategy = strategy;
        this.unseenFor = unseenFor;
        this.nanos = nanos;
    }

    /**
     * The worker for one more client, counted from now on; empty if all are gone, draining, full or {@code excluded}.
     *
     * @throws IllegalStateException if the strategy has chosen none of those it was to choose from
     */
    public synchronized Optional<ImNode> assign(UserId user, Set<NodeId> excluded) {
        List<Candidate> candidates = view.nodes().stream()
                .filter(node -> node.state() == NodeState.UP && !excluded.contains(node.id()))
                .map(node -> new Candidate(node, node.balance() + assignedTo(node)))
                .filter(candidate -> !candidate.isFull())
                .sorted(Comparator.comparing(candidate -> candidate.node().id()))
                .toList();
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        Candidate chosen = strategy.choose(candidates, user);
        if (!candidates.contains(chosen)) {
            throw new IllegalStateException("The strategy chose none of its candidates: " + chosen);
        }
        assigned.computeIfAbsent(chosen.node().incarnation(), life -> new Assignments(unseenFor))
                .add(nanos.getAsLong());
        return Optional.of(chosen.node());
    }

    private long assignedTo(ImNode node) {
        Assignments assignments = assigned.get(node.incarnation());
        return assignments == null ? 0 : assignments.count();
    }

    @Override
    public void joined(ImNode node) {
        forget(node);
    }

    /** What was assigned long enough before is part of the new report. */
    @Override
    public synchronized void changed(ImNode node) {
        Assignments assignments = assigned.get(node.incarnation());
        if (assignments != null) {
            assignments.reported(nanos.getAsLong());
        }
    }

    @Override
    public void left(ImNode node) {
        forget(node);
    }

    private synchronized void forget(ImNode node) {
        assigned.remove(node.incarnation());
    }
}
