package io.yizhan.server.cluster.memory;

import io.yizhan.discovery.ImNode;
import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.discovery.NodeState;
import io.yizhan.identity.Incarnation;
import io.yizhan.server.cluster.Membership;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Membership in a {@link MemoryNodes}. Nothing waits or fails. */
public final class MemoryMembership implements Membership {
    private final MemoryNodes nodes;
    private final AtomicReference<Incarnation> life = new AtomicReference<>();
    private final AtomicBoolean draining = new AtomicBoolean();
    private final List<Consumer<Incarnation>> listeners = new CopyOnWriteArrayList<>();

    public MemoryMembership(MemoryNodes nodes) {
        this.nodes = nodes;
    }

    @Override
    public Incarnation join(NodeEndpoint endpoint, Duration timeout) {
        life.set(nodes.register(endpoint, 0, NodeState.UP));
        return self();
    }

    @Override
    public Incarnation self() {
        return Optional.ofNullable(life.get()).orElseThrow(() -> new IllegalStateException("Has not joined"));
    }

    @Override
    public void report(int balance) {
        update(node -> new ImNode(node.incarnation(), node.endpoint(), balance, node.state()));
    }

    @Override
    public CompletionStage<Void> drain() {
        draining.set(true);
        ready(false);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void ready(boolean ready) {
        NodeState state = ready && !draining.get() ? NodeState.UP : NodeState.DRAINING;
        update(node -> new ImNode(node.incarnation(), node.endpoint(), node.balance(), state));
    }

    @Override
    public Duration unregistered() {
        return Duration.ZERO;
    }

    @Override
    public void onNewLife(Consumer<Incarnation> listener) {
        listeners.add(listener);
    }

    /** Does what a lost session does: the registration goes, another comes, and the listeners hear of it. */
    public void expire() {
        Incarnation before = self();
        ImNode node = nodes.find(before.node())
                .orElseThrow(() -> new IllegalStateException("Not registered any more: " + before));
        nodes.remove(before);
        life.set(nodes.register(node.endpoint(), node.balance(), node.state()));
        listeners.forEach(listener -> listener.accept(self()));
    }

    @Override
    public void close() {
        Optional.ofNullable(life.get()).ifPresent(nodes::remove);
    }

    private void update(UnaryOperator<ImNode> change) {
        Optional.ofNullable(life.get()).ifPresent(present -> nodes.update(present, change));
    }
}
