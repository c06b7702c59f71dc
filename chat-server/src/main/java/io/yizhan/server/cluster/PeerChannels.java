package io.yizhan.server.cluster;

import java.util.List;
import java.util.function.Consumer;

/**
 * Channels by name, on which each worker of a cluster may publish and listen. What is published reaches those who
 * listen at that moment, in the order of one publisher, or gets lost; it is kept for nobody. One thread publishes,
 * another may listen and close.
 */
public interface PeerChannels extends AutoCloseable {
    /**
     * Publishes all of them, in this order. Blocks, for a bounded time.
     *
     * @return for each whether somebody listened on its channel
     * @throws RuntimeException if the carrier does not answer; then each may have been published or not
     */
    List<Boolean> publish(List<Publication> publications);

    /**
     * Listens on this channel, and no more on the one before; tries again by itself until it is closed. Does not wait
     * for that.
     *
     * @param listener gets what is published, on one thread at a time; must not block or throw
     */
    void listen(String channel, Consumer<byte[]> listener);

    /** Listens no more. */
    @Override
    void close();

    /** What is to be published; its bytes are never changed. */
    record Publication(String channel, byte[] bytes) {}
}
