package io.yizhan.server.cluster;

import io.netty.channel.EventLoopGroup;
import io.yizhan.discovery.ImNode;
import io.yizhan.discovery.NodeListener;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.server.config.MeshConfig;
import io.yizhan.server.mesh.PeerBatch;
import io.yizhan.server.session.PeerTransport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one link to every other live worker and finds the one a batch belongs to. A worker whose registration is gone
 * stays, as a suspect, while its link answers: ZooKeeper's word alone evicts nobody. Safe from any thread, never
 * blocks.
 */
public final class WorkerRouter implements PeerTransport, NodeListener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WorkerRouter.class);
    private static final int CHECKS_PER_TIMEOUT = 4;

    private final OutgoingLink.Maker maker;
    private final Supplier<Incarnation> self;
    private final Duration patience;
    private final ScheduledExecutorService timer;
    private final ConcurrentMap<NodeId, OutgoingLink> links = new ConcurrentHashMap<>();
    private final Set<Incarnation> suspects = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * A router without links, over the mesh; it opens them as it hears of workers.
     *
     * @param self who this worker is, asked from the first {@link #joined} on
     * @param receiver hears which sessions a peer does not have
     * @param loops NIO event loops, shared; closed by their owner
     * @throws IllegalArgumentException if the secret is too short
     */
    public WorkerRouter(
            MeshConfig config, Supplier<Incarnation> self, PeerTransport.Receiver receiver, EventLoopGroup loops) {
        this(
                new MeshLinks(new MeshDialler(config, self, receiver), loops, config.queueBytes()),
                self,
                config.pingTimeout(),
                loops);
    }

    /**
     * A router over links of any kind.
     *
     * @param patience how long a link to a worker that is no member must be silent before the worker is gone
     * @param timer for looking after those; closed by its owner
     */
    WorkerRouter(
            OutgoingLink.Maker maker, Supplier<Incarnation> self, Duration patience, ScheduledExecutorService timer) {
        this.maker = maker;
        this.self = self;
        this.patience = patience;
        this.timer = timer;
    }

    @Override
    public boolean send(NodeId node, PeerBatch batch) {
        OutgoingLink link = links.get(node);
        return link != null && link.send(batch);
    }

    /** The links that stand, in no order. */
    public List<LinkStatus> links() {
        return links.values().stream()
                .map(link -> link.status(suspects.contains(link.peer())))
                .toList();
    }

    /** Whether this very incarnation is still routed to, be it a member or a suspect. */
    public boolean knows(Incarnation peer) {
        return Optional.ofNullable(links.get(peer.node()))
                .filter(link -> link.peer().equals(peer))
                .isPresent();
    }

    /** The incarnations that are routed to, members and suspects. */
    public List<Incarnation> peers() {
        return links.values().stream().map(OutgoingLink::peer).toList();
    }

    @Override
    public void joined(ImNode node) {
        if (!maker.reaches(node.endpoint()) && !node.id().equals(self.get().node())) {
            log.warn(
                    "No link to a worker that is set to another transport: {} {}", node.incarnation(), node.endpoint());
        }
        changed(node);
    }

    @Override
    public void changed(ImNode node) {
        if (closed.get()
                || !maker.reaches(node.endpoint())
                || node.id().equals(self.get().node())) {
            return;
        }
        suspects.remove(node.incarnation());
        links.compute(node.id(), (id, standing) -> {
            if (standing != null
                    && standing.peer().equals(node.incarnation())
                    && standing.endpoint().equals(node.endpoint())) {
                return standing;
            }
            if (standing != null) {
                standing.close();
            }
            OutgoingLink link = maker.link(node.incarnation(), node.endpoint());
            link.open();
            log.info("A worker joined: {} {}", node.incarnation(), node.endpoint());
            return link;
        });
        if (closed.get()) {
            close(); // while we were at it
        }
    }

    @Override
    public void left(ImNode node) {
        if (knows(node.incarnation()) && suspects.add(node.incarnation())) {
            log.info("A worker's registration is gone: {}", node.incarnation());
            evictIfSilent(node.incarnation());
        }
    }

    /** To be called when this worker has begun a new life: every link is dialled anew under the new identity. */
    public void newLife(Incarnation life) {
        // the watch may have told of ourselves before we knew our new name
        Optional.ofNullable(links.remove(life.node())).ifPresent(OutgoingLink::close);
        links.values().forEach(OutgoingLink::redial);
    }

    @Override
    public void close() {
        closed.set(true);
        links.values().forEach(OutgoingLink::close);
        links.clear();
    }

    private void evictIfSilent(Incarnation peer) {
        OutgoingLink link = links.get(peer.node());
        if (closed.get() || link == null || !link.peer().equals(peer) || !suspects.contains(peer)) {
            suspects.remove(peer);
            return;
        }
        if (link.silence().compareTo(patience) >= 0) {
            links.remove(peer.node(), link);
            suspects.remove(peer);
            link.close();
            log.info("A worker left: {}", peer);
            return;
        }
        long period = Math.max(1, patience.toMillis() / CHECKS_PER_TIMEOUT);
        var unused = timer.schedule(() -> evictIfSilent(peer), period, TimeUnit.MILLISECONDS);
    }
}
