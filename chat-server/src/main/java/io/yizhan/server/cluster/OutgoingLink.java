package io.yizhan.server.cluster;

import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.identity.Incarnation;
import io.yizhan.server.mesh.PeerBatch;
import java.time.Duration;

/** The way from this worker to one other, whatever carries it. Safe from any thread, never blocks. */
interface OutgoingLink extends AutoCloseable {
    /** After so much a confirmation is asked for at once. */
    int CONFIRM_BYTES = 256 << 10;

    /** Between tries to reach the peer. */
    Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(3));

    /** About as many failures as fit into ten seconds. */
    int FAILURES_WORTH_A_WARNING = 7;

    Incarnation peer();

    NodeEndpoint endpoint();

    /** Begins; called once. */
    void open();

    /** Takes the batch for the peer; false if some of it found no room, or the link is closed. */
    boolean send(PeerBatch batch);

    /** Presents this worker's new identity to the peer. */
    void redial();

    /** How long the peer has said nothing; since the link was made, if it never did. */
    Duration silence();

    LinkStatus status(boolean suspect);

    /** What is still waiting goes out if that is possible at once. */
    @Override
    void close();

    /** Makes links of one kind. */
    interface Maker {
        /** Whether a worker that has registered so can be reached by this kind of link. */
        boolean reaches(NodeEndpoint endpoint);

        /** A link that is not open yet. */
        OutgoingLink link(Incarnation peer, NodeEndpoint endpoint);
    }
}
