package io.yizhan.quickstart;

/**
 * One worker of the cluster.
 *
 * @param process to watch, stop or kill
 * @param port where clients reach it, on 127.0.0.1
 */
public record Worker(ChildJvm process, int port) implements AutoCloseable {
    /** Stops it as an operator would: it leaves the cluster in order. */
    @Override
    public void close() {
        process.close();
    }
}
