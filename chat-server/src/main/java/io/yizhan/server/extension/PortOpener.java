package io.yizhan.server.extension;

/**
 * Opens an implementation of a port, once in a worker's life.
 *
 * @param <T> the port
 */
@FunctionalInterface
public interface PortOpener<T> {
    /**
     * May block, up to {@link PortContext#startTimeout()} for what is not up yet.
     *
     * @throws RuntimeException if it cannot be used: the worker does not start
     */
    T open(PortContext context) throws InterruptedException;
}
