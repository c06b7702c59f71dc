package io.yizhan.server.cluster;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.identity.Incarnation;
import io.yizhan.lifecycle.Outage;
import io.yizhan.server.mesh.MeshFrame;
import io.yizhan.server.mesh.PeerBatch;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The link from this worker to one other. Dials again whenever it is down, until closed; what the peer has not
 * confirmed goes out then once more, in order, and after it what was handed over meanwhile, as far as the queue has
 * room. Of what had none the heads are named. Safe from any thread; all happens on one shared event loop.
 */
final class WorkerReSender implements OutgoingLink {
    private static final Logger log = LoggerFactory.getLogger(WorkerReSender.class);

    private final Incarnation peer;
    private final NodeEndpoint endpoint;
    private final MeshDialler dialler;
    private final EventLoop loop;
    private final PeerBacklog backlog;
    private final TrafficCount traffic = new TrafficCount();
    private final PeerLink.Events events = new LinkEvents();
    private final AtomicReference<LinkState> state = new AtomicReference<>(new LinkState.Connecting(0));
    private final AtomicBoolean drainPlanned = new AtomicBoolean();
    private final AtomicLong lastHeard = new AtomicLong(System.nanoTime());

    /** @param loop where everything of this link happens; must fit NIO channels */
    WorkerReSender(Incarnation peer, NodeEndpoint endpoint, MeshDialler dialler, EventLoop loop, int queueBytes) {
        this.peer = peer;
        this.endpoint = endpoint;
        this.dialler = dialler;
        this.loop = loop;
        this.backlog = new PeerBacklog(peer.toString(), queueBytes);
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
        loop.execute(this::connect);
    }

    @Override
    public boolean send(PeerBatch batch) {
        if (state.get() instanceof LinkState.Closed || batch.getFleeting() && !isIdle()) {
            return false;
        }
        boolean taken = backlog.offer(batch);
        planDrain();
        return taken;
    }

    /** Whether what is handed over now goes out at once. */
    private boolean isIdle() {
        return backlog.isIdle() && upChannel().filter(Channel::isWritable).isPresent();
    }

    /** Presents this worker's new identity: the connection is given up and dialled anew. */
    @Override
    public void redial() {
        loop.execute(() -> upChannel().ifPresent(Channel::close));
    }

    @Override
    public Duration silence() {
        return Duration.ofNanos(System.nanoTime() - lastHeard.get());
    }

    @Override
    public LinkStatus status(boolean suspect) {
        LinkState now = state.get();
        LinkStatus.State shown = now instanceof LinkState.Up
                ? LinkStatus.State.UP
                : now instanceof LinkState.Closed ? LinkStatus.State.CLOSED : LinkStatus.State.CONNECTING;
        return new LinkStatus(peer, shown, suspect, backlog.bytes(), backlog.dropped(), traffic.sum());
    }

    @Override
    public void close() {
        loop.execute(() -> {
            Optional<Channel> open = upChannel();
            drain();
            state.set(new LinkState.Closed());
            open.ifPresent(Channel::close);
            backlog.clear();
        });
    }

    private void connect() {
        if (state.get() instanceof LinkState.Closed) {
            return;
        }
        var unused = dialler.resolve(endpoint).thenAcceptAsync(this::connectTo, loop);
    }

    private void connectTo(InetSocketAddress address) {
        if (address.isUnresolved()) {
            retry(new UnknownHostException(endpoint.host()));
            return;
        }
        ChannelFuture dialled = dialler.dial(loop, peer, address, events);
        dialled.addListener(done -> {
            if (!done.isSuccess()) {
                retry(done.cause());
                return;
            }
            if (state.get() instanceof LinkState.Closed) {
                dialled.channel().close();
            }
            dialled.channel().closeFuture().addListener(closed -> retry(null));
        });
    }

    private void retry(@Nullable Throwable cause) {
        LinkState before = state.get();
        if (before instanceof LinkState.Closed) {
            return;
        }
        int failures = before instanceof LinkState.Connecting connecting ? connecting.failures() + 1 : 0;
        state.set(new LinkState.Connecting(failures));
        if (failures == FAILURES_WORTH_A_WARNING) {
            log.warn(
                    "No link to worker {} for a while, trying on: {} ({})",
                    peer,
                    endpoint,
                    cause == null ? "closed" : Outage.inOneLine(cause));
        }
        log.debug("No link to worker {}: {}", peer, endpoint, cause);
        loop.schedule(this::connect, BACKOFF.after(failures).toMillis(), TimeUnit.MILLISECONDS);
    }

    private void planDrain() {
        if (drainPlanned.compareAndSet(false, true)) {
            loop.execute(this::drain);
        }
    }

    private void drain() {
        drainPlanned.set(false); // before the queue is read, so that a batch from now on plans another
        upChannel().filter(Channel::isWritable).ifPresent(channel -> {
            int unasked = 0;
            Optional<PeerBatch> next = backlog.next();
            while (next.isPresent()) {
                MeshFrame frame = MeshFrame.newBuilder().setBatch(next.get()).build();
                channel.write(frame);
                traffic.sent(next.get(), MeshFraming.size(frame), backlog.isAgain());
                unasked += next.get().getSerializedSize();
                if (unasked >= CONFIRM_BYTES) {
                    channel.write(PeerLink.ping(backlog.taken()));
                    unasked = 0;
                }
                next = channel.isWritable() ? backlog.next() : Optional.empty();
            }
            channel.flush();
        });
    }

    private Optional<Channel> upChannel() {
        return state.get() instanceof LinkState.Up up ? Optional.of(up.channel()) : Optional.empty();
    }

    private final class LinkEvents implements PeerLink.Events {
        @Override
        public void up(Channel channel) {
            if (state.get() instanceof LinkState.Closed) {
                channel.close();
                return;
            }
            log.debug("The link is up, to: {}", peer);
            state.set(new LinkState.Up(channel));
            backlog.begin();
            heard();
            drain();
        }

        @Override
        public void heard() {
            lastHeard.set(System.nanoTime());
        }

        @Override
        public long sent() {
            return backlog.taken();
        }

        @Override
        public void confirmed(long batches) {
            backlog.confirm(batches);
            drain(); // heads may wait for room
        }

        @Override
        public void writable(Channel channel) {
            drain();
        }
    }
}
