package io.yizhan.server.extension;

import io.yizhan.discovery.ZooKeeperClient;
import io.yizhan.identity.Incarnation;
import io.yizhan.server.state.HolderLiveness;
import java.time.Clock;
import java.time.Duration;

/** What a worker gives to the implementations of its ports. For the thread that opens them, unless said otherwise. */
public interface PortContext {
    /** The program's connection to ZooKeeper, started; ended after all that was given to {@link #closing}. */
    ZooKeeperClient zookeeper() throws InterruptedException;

    /** Tells whose entries may still be of use; safe from any thread. */
    HolderLiveness liveness();

    /**
     * This worker in its present life; safe from any thread.
     *
     * @throws IllegalStateException before it has joined the cluster, which it does after the ports are opened
     */
    Incarnation self();

    /** How long an entry of the session registry stands without a refresh. */
    Duration lease();

    /** The worker's clock. */
    Clock clock();

    /** How long to wait at start for what is needed. */
    Duration startTimeout();

    /**
     * Another port of this worker, whatever stands behind it, or {@code ArchivedState}, which is made of two. Opened by
     * the first who asks.
     *
     * @throws IllegalStateException if it is just being opened and asks for itself, also by way of others
     * @throws IllegalArgumentException if there is no such port
     */
    <T> T port(Class<T> type) throws InterruptedException;

    /**
     * Closes {@code part} when the worker ends, also if its start fails; before what was given here earlier. Sessions
     * are gone by then.
     *
     * @return the same
     */
    <C extends AutoCloseable> C closing(C part);
}
