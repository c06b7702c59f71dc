package io.yizhan.server;

/** A worker that serves clients, until it is closed. */
sealed interface RunningWorker extends AutoCloseable permits ChatServer, StandaloneServer {
    /** Blocks until an operator of the cluster wants it to leave; it is closed then by whoever waits. */
    void awaitDrain() throws InterruptedException;

    /** Lets its clients go and closes everything; blocks for {@code stop.timeout} and a little. */
    @Override
    void close();
}
