package io.yizhan.server;

/** A worker that serves clients, until it is closed. */
sealed interface RunningWorker extends AutoCloseable permits ChatServer, StandaloneServer {
    /** Lets its clients go and closes everything; blocks for {@code stop.timeout} and a little. */
    @Override
    void close();
}
