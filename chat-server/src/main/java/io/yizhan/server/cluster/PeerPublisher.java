package io.yizhan.server.cluster;

import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.identity.Incarnation;
import io.yizhan.lifecycle.Outage;
import io.yizhan.lifecycle.Recurring;
import io.yizhan.server.config.MeshConfig;
import io.yizhan.server.mesh.PeerPublication;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes for all links of this worker, round by round, on the one thread that may wait for the carrier. While that
 * does not answer, batches wait in the links' bounded queues. What is not said to be otherwise is safe from any thread
 * and never blocks.
 */
final class PeerPublisher implements OutgoingLink.Maker, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PeerPublisher.class);
    /** Answers that find no room are hints that are missed, or are asked for again. */
    private static final int MOST_ANSWERS = 4_096;

    private static final int PROBES_PER_TIMEOUT = 3;
    private static final Duration LONGEST_BEAT = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration LAST_ROUND = Duration.ofSeconds(2);

    private final PeerChannels channels;
    private final PublicationSeal seal;
    private final MeshConfig config;
    private final Supplier<Incarnation> self;
    private final ScheduledExecutorService thread;
    private final ConcurrentMap<Incarnation, PublishedLink> links = new ConcurrentHashMap<>();
    private final Queue<Answer> answers = new ArrayBlockingQueue<>(MOST_ANSWERS);
    private final AtomicBoolean roundPlanned = new AtomicBoolean();
    private final AtomicLong streams = new AtomicLong();
    private final Outage outage =
            new Outage(log, "Nothing can be published for other workers; it waits", System::nanoTime);
    private long pausedUntil = System.nanoTime();

    /** @param thread one thread, which may wait for the carrier; ended by {@link #close} */
    PeerPublisher(
            PeerChannels channels,
            PublicationSeal seal,
            MeshConfig config,
            Supplier<Incarnation> self,
            ScheduledExecutorService thread) {
        this.channels = channels;
        this.seal = seal;
        this.config = config;
        this.self = self;
        this.thread = thread;
    }

    /** Begins to ask the peers for signs of life, and to give one to itself; called once. */
    void start() {
        long period =
                Math.max(1, Math.min(LONGEST_BEAT.toMillis(), probePeriod().toMillis()));
        var unused = new Recurring(log, "Peers are not asked for signs of life", this::beat)
                .withPauses(thread, Duration.ZERO, Duration.ofMillis(period));
    }

    @Override
    public boolean reaches(NodeEndpoint endpoint) {
        return !endpoint.hasMesh();
    }

    @Override
    public OutgoingLink link(Incarnation peer, NodeEndpoint endpoint) {
        return new PublishedLink(peer, endpoint, this, config.queueBytes());
    }

    ScheduledExecutorService timer() {
        return thread;
    }

    /** A number that no stream of this worker had; ascending. */
    long nextStream() {
        return streams.incrementAndGet();
    }

    void add(PublishedLink link) {
        links.put(link.peer(), link);
        planRound();
    }

    void remove(PublishedLink link) {
        links.remove(link.peer(), link);
    }

    /** The link to this worker, if there is one. */
    Optional<PublishedLink> link(Incarnation peer) {
        return Optional.ofNullable(links.get(peer));
    }

    /** Says something to a peer once; nobody hears of it if it is lost. */
    void answer(Incarnation peer, PeerPublication.Builder what) {
        if (answers.offer(new Answer(peer, what))) {
            planRound();
        } else {
            log.debug("Too many answers wait, one is dropped, for: {}", peer);
        }
    }

    /** Runs it on the publisher's thread; not at all after {@link #close}. */
    void execute(Runnable task) {
        try {
            thread.execute(() -> guarded(task));
        } catch (RejectedExecutionException e) {
            log.debug("Closed, so this is of no use any more", e);
        }
    }

    void planRound() {
        if (roundPlanned.compareAndSet(false, true)) {
            execute(this::round);
        }
    }

    /** Publishes what waits, or a part of it. Only on the publisher's thread. */
    void round() {
        roundPlanned.set(false); // before the queues are read, so that a batch from now on plans another
        if (System.nanoTime() - pausedUntil < 0) {
            return; // the next beat goes on
        }
        PublicationRound round = new PublicationRound(seal, self.get());
        for (Answer next = answers.poll(); next != null; next = answers.poll()) {
            round.add(Optional.empty(), next.peer(), next.what());
        }
        links.values().forEach(link -> link.collect(round));
        publish(round);
    }

    private void publish(PublicationRound round) {
        if (round.isEmpty()) {
            return;
        }
        try {
            round.publishTo(channels);
            outage.over();
        } catch (RuntimeException e) { // whatever the carrier throws: it comes again
            outage.failed(e);
            pausedUntil = System.nanoTime() + PAUSE.toNanos();
            links.values().forEach(PublishedLink::interrupted);
        }
    }

    private void beat() {
        long now = System.nanoTime();
        links.values().forEach(link -> link.beat(now, probePeriod(), config.pingTimeout()));
        // to itself: who listens on a connection that is dead finds out by not hearing it
        answer(self.get(), PeerPublication.newBuilder());
        round();
    }

    /** What got out would be kept by a future that nobody looks at. */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.error("Could not do what is to be done for other workers", e);
        }
    }

    private Duration probePeriod() {
        return config.pingTimeout().dividedBy(PROBES_PER_TIMEOUT);
    }

    /** Publishes what waits if the carrier answers, then ends the thread. Blocks for 2 s at most. */
    @Override
    public void close() {
        try {
            thread.submit(this::round).get(LAST_ROUND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            log.debug("What waited for other workers is not published", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.shutdownNow(); // what is planned for later is of no use any more
    }

    private record Answer(Incarnation peer, PeerPublication.Builder what) {}
}
