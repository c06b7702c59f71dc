package io.yizhan.server.cluster;

import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.identity.Incarnation;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * This worker's place among the others. Starts, reports and leaves; survives a lost session under a new incarnation.
 */
public interface Membership extends AutoCloseable {
    /**
     * Announces this worker; called once, when its ports are bound. Blocks.
     *
     * @throws IllegalStateException if it was not confirmed within {@code timeout}
     */
    Incarnation join(NodeEndpoint endpoint, Duration timeout) throws InterruptedException;

    /** The present life, or the last one while a new registration is under way. */
    Incarnation self();

    /** Says how many sessions are logged in; coalesced to at most two writes a second. Never blocks. */
    void report(int balance);

    /**
     * Says that nobody new is to come. Never blocks.
     *
     * @return completes when gates can see it, never fails; while ZooKeeper is away it does not complete
     */
    CompletionStage<Void> drain();

    /** Says whether somebody new may come, until {@link #drain}; at first they may. Never blocks. */
    void ready(boolean ready);

    /** For how long it could not be registered though ZooKeeper answers; zero while it is, or ZooKeeper is silent. */
    Duration unregistered();

    /** Calls {@code listener} with each new life after the first, off event loops. */
    void onNewLife(Consumer<Incarnation> listener);

    /** Leaves: the registration is gone when this returns. */
    @Override
    void close();
}
