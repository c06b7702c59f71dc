package io.yizhan.server.cluster;

import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.identity.Incarnation;
import io.yizhan.server.mesh.NumberedBatch;
import io.yizhan.server.mesh.PeerBatch;
import io.yizhan.server.mesh.PeerPublication;
import io.yizhan.server.mesh.StreamPosition;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The link from this worker to one other whose batches are publications, one for each batch. What the peer has not
 * confirmed is published once more, in order, when the peer misses something or has been away; of what found no room
 * the heads are named. All but what {@link OutgoingLink} has happens on the publisher's thread.
 */
final class PublishedLink implements OutgoingLink {
    /** So much may be under way: what a carrier may have to keep for one peer, and what a gap costs at most. */
    private static final long WINDOW_BYTES = 1 << 20;

    /** What one link may put into one round, so that the others have their turn. */
    private static final int SHARE_BYTES = 128 << 10;

    private static final Logger log = LoggerFactory.getLogger(PublishedLink.class);

    private final Incarnation peer;
    private final NodeEndpoint endpoint;
    private final PeerPublisher publisher;
    private final PeerBacklog backlog;
    private final TrafficCount traffic = new TrafficCount();
    private final AtomicLong lastHeard = new AtomicLong(System.nanoTime());
    /** Read from any thread. */
    private volatile LinkStatus.State state = LinkStatus.State.CONNECTING;

    private long stream;
    private int failures;
    private long unasked;
    private boolean probeDue = true;
    private long nextProbe = System.nanoTime();

    PublishedLink(Incarnation peer, NodeEndpoint endpoint, PeerPublisher publisher, int queueBytes) {
        this.peer = peer;
        this.endpoint = endpoint;
        this.publisher = publisher;
        this.backlog = new PeerBacklog(peer.toString(), queueBytes);
        this.stream = publisher.nextStream();
    }

    @Override
    public Incarnation peer() {
        return peer;
    }

    @Override
    public NodeEndpoint endpoint() {
        return endpoint;
    }

    @Override
    public void open() {
        publisher.add(this);
    }

    @Override
    public boolean send(PeerBatch batch) {
        boolean goesAtOnce = state == LinkStatus.State.UP && backlog.isIdle();
        if (state == LinkStatus.State.CLOSED || batch.getFleeting() && !goesAtOnce) {
            return false;
        }
        boolean taken = backlog.offer(batch);
        publisher.planRound();
        return taken;
    }

    @Override
    public void redial() {
        publisher.execute(() -> {
            if (state == LinkStatus.State.UP) {
                state = LinkStatus.State.CONNECTING; // it may not know us yet
            }
            restart();
        });
    }

    @Override
    public Duration silence() {
        return Duration.ofNanos(System.nanoTime() - lastHeard.get());
    }

    @Override
    public LinkStatus status(boolean suspect) {
        return new LinkStatus(peer, state, suspect, backlog.bytes(), backlog.dropped(), traffic.sum());
    }

    @Override
    public void close() {
        publisher.execute(() -> {
            publisher.round();
            state = LinkStatus.State.CLOSED;
            publisher.remove(this);
            backlog.clear();
        });
    }

    /** Adds what is to be published now. */
    void collect(PublicationRound round) {
        if (probeDue) {
            probeDue = false;
            round.add(Optional.of(this), peer, PeerPublication.newBuilder().setEndedAt(position()));
        }
        int share = 0;
        while (share < SHARE_BYTES && state == LinkStatus.State.UP && backlog.unconfirmedBytes() < WINDOW_BYTES) {
            Optional<PeerBatch> next = backlog.next();
            if (next.isEmpty()) {
                return;
            }
            share += add(next.get(), round);
        }
        if (share >= SHARE_BYTES) {
            publisher.planRound();
        }
    }

    private int add(PeerBatch batch, PublicationRound round) {
        unasked += batch.getSerializedSize();
        boolean ask = unasked >= CONFIRM_BYTES;
        unasked = ask ? 0 : unasked;
        int bytes = round.add(
                Optional.of(this),
                peer,
                PeerPublication.newBuilder()
                        .setNumbered(NumberedBatch.newBuilder()
                                .setAt(position())
                                .setBatch(batch)
                                .setConfirm(ask)));
        traffic.sent(batch, bytes, backlog.isAgain());
        return bytes;
    }

    private StreamPosition position() {
        return StreamPosition.newBuilder()
                .setStream(stream)
                .setNumber(backlog.taken())
                .build();
    }

    /** Some time has passed. */
    void beat(long now, Duration period, Duration patience) {
        if (state == LinkStatus.State.UP && silence().compareTo(patience) >= 0) {
            log.warn("A worker is silent, nothing is published to it: {}", peer);
            down();
        }
        if (now - nextProbe >= 0) {
            nextProbe = now + (state == LinkStatus.State.UP ? period : untilNextTry()).toNanos();
            probeDue = true;
        }
    }

    /** How long to wait for an answer of a peer that gave none so far. */
    private Duration untilNextTry() {
        failures++;
        if (failures == FAILURES_WORTH_A_WARNING) {
            log.warn("No answer from worker {} for a while, trying on; is it set to the same transport?", peer);
        }
        return BACKOFF.after(failures);
    }

    /** The peer answered, so it hears this worker. From any thread. */
    void answered() {
        lastHeard.set(System.nanoTime());
    }

    /** The peer said something of its own; if it was away, it may listen again. From any thread. */
    void spoke() {
        if (state == LinkStatus.State.CONNECTING) {
            publisher.execute(() -> {
                probeDue = true;
                publisher.planRound();
            });
        }
    }

    void confirmed(StreamPosition upTo) {
        if (upTo.getStream() != stream || state == LinkStatus.State.CLOSED) {
            return;
        }
        if (state == LinkStatus.State.CONNECTING) {
            state = LinkStatus.State.UP;
            log.debug("The link is up, to: {}", peer);
            failures = 0;
        }
        backlog.confirm(upTo.getNumber());
        publisher.planRound(); // the window has moved, and heads may wait for room
    }

    void missed(StreamPosition upTo) {
        if (upTo.getStream() == stream) {
            log.debug("A worker missed something, publishing again from {}, to: {}", upTo.getNumber() + 1, peer);
            backlog.confirm(upTo.getNumber());
            restart();
        }
    }

    /** Nobody listened when something was published. */
    void unheard() {
        if (state == LinkStatus.State.UP) {
            log.debug("Nobody listens on the channel of: {}", peer);
            down();
        }
    }

    /** It is not known what of the last round was published. */
    void interrupted() {
        if (state == LinkStatus.State.UP) {
            restart();
        }
    }

    private void down() {
        state = LinkStatus.State.CONNECTING;
        restart();
        probeDue = false;
        nextProbe = System.nanoTime() + BACKOFF.after(0).toNanos();
    }

    private void restart() {
        stream = publisher.nextStream();
        backlog.begin();
        unasked = 0;
        probeDue = true;
        publisher.planRound();
    }
}
