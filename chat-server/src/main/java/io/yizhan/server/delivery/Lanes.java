package io.yizhan.server.delivery;

import io.yizhan.lifecycle.Recurring;
import io.yizhan.server.archive.MessageLog;
import io.yizhan.server.config.DeliveryConfig;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Order and group commit: a conversation always takes the same of a few single threads, half of them for groups, and
 * each takes all that waits as one batch. What a batch of direct messages has stored is told by a thread of its own
 * while the next is stored. Answers on the lanes' threads, or on this object's timer. Safe from any thread.
 */
public final class Lanes implements MessageSender, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Lanes.class);
    /** With the time between two looks, below the 10 s that the protocol promises. */
    private static final Duration ANSWER_WITHIN = Duration.ofMillis(9_250);

    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final Comparator<PendingSend> AS_THEY_CAME = Comparator.comparingLong(PendingSend::acceptedNanos)
            .thenComparingLong(send -> send.command().clientMsgId());
    private static final long CLOSE_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final MessageLog messages;
    private final List<Lane> direct;
    /** Lanes of their own: what is sent to many at once makes large batches, for which nobody else is to wait. */
    private final List<Lane> groups;

    /** One for each direct lane. */
    private final List<ExecutorService> tellers;

    private final DeadlineFactory deadlines;
    private final ScheduledExecutorService timer;
    private final Set<PendingSend> open = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closing = new AtomicBoolean();

    /** On threads of its own. Starts nothing; see {@link #start}. */
    public Lanes(
            DeliveryConfig config, DeliveryPorts ports, MessageRouter router, MessageIds ids, DeliveryClock clock) {
        this(config, ports, router, ids, clock, DeliveryThreads.own());
    }

    /** Starts nothing; see {@link #start}. */
    public Lanes(
            DeliveryConfig config,
            DeliveryPorts ports,
            MessageRouter router,
            MessageIds ids,
            DeliveryClock clock,
            DeliveryThreads threads) {
        this.deadlines = new DeadlineFactory(clock, config.storeDeadline());
        this.timer = threads.timer("lanes-timer");
        this.messages = ports.log();
        Announcer announcer = new Announcer(ports, clock);
        TailCloser tail = new TailCloser(ports.log(), clock, config.holeAge());
        BatchSender sender = new BatchSender(
                new Numbering(ports.sequencer(), ports.index(), ids, clock),
                new DurableAppend(ports.log(), clock, tail::before),
                new Recovery(
                        ports, announcer, router, new ForgottenSends(ports, this::offer, timer, tail), timer, clock),
                announcer,
                router,
                deadlines);
        this.tellers = IntStream.range(0, config.lanes())
                .mapToObj(number -> threads.single("lane-tells-" + number))
                .toList();
        this.direct = lanes(
                config,
                number -> new Lane(
                        config, router::room, sender, threads.single("lane-" + number), tellers.get(number), timer));
        // a group is not to be sent more than its members have been told
        this.groups = lanes(
                config,
                number -> new Lane(
                        config, router::room, sender, threads.single("group-lane-" + number), Runnable::run, timer));
    }

    private static List<Lane> lanes(DeliveryConfig config, IntFunction<Lane> lane) {
        return IntStream.range(0, config.lanes()).mapToObj(lane).toList();
    }

    private Stream<Lane> lanes() {
        return Stream.concat(direct.stream(), groups.stream());
    }

    /** Starts the threads; what was sent before waits for them. */
    public void start() {
        lanes().forEach(Lane::start);
        new Recurring(log, "Sends that are overdue are not told so", this::answerOverdue).withPauses(timer, LOOK_EVERY);
    }

    @Override
    public CompletionStage<SendOutcome> send(SendCommand command) {
        PendingSend send = new PendingSend(
                command, deadlines.clock().nanos() - command.waited().toNanos());
        open.add(send);
        send.outcome().whenComplete((told, never) -> open.remove(send));
        offer(send);
        return send.outcome().minimalCompletionStage();
    }

    private void offer(PendingSend send) {
        Lane lane = laneOf(send);
        if (closing.get()) {
            send.unavailable("This worker is closing");
        } else if (!lane.offer(send)) {
            send.overloaded();
        } else if (closing.get() && lane.takeBack(send)) {
            // a lane that ended meanwhile never takes it
            send.unavailable("This worker is closing");
        }
    }

    /** Finishes what waits, for as long as a store may take and no longer; the rest is answered UNAVAILABLE. Blocks. */
    @Override
    public void close() {
        closing.set(true);
        Deadline end = deadlines.in(deadlines.storeTime().plusSeconds(1));
        lanes().forEach(Lane::finish);
        try {
            for (Lane lane : lanes().toList()) {
                lane.join(TimeUnit.NANOSECONDS.toMillis(end.remainingNanos()));
            }
            tellers.forEach(ExecutorService::shutdown);
            for (ExecutorService teller : tellers) {
                teller.awaitTermination(Math.max(1, end.remainingNanos()), TimeUnit.NANOSECONDS);
            }
            while (!open.isEmpty() && !end.passed()) {
                TimeUnit.NANOSECONDS.sleep(CLOSE_LOOK_NANOS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            log.warn("Interrupted while closing, open sends are told UNAVAILABLE: {}", open.size());
        }
        tellers.forEach(ExecutorService::shutdownNow);
        timer.shutdownNow();
        open.forEach(send -> send.unavailable("This worker is closing"));
    }

    /** No answer is later than promised, whatever holds a lane up. */
    void answerOverdue() {
        long now = deadlines.clock().nanos();
        open.stream()
                .filter(send -> now - send.acceptedNanos() >= ANSWER_WITHIN.toNanos())
                .sorted(AS_THEY_CAME)
                .forEach(send -> send.unavailable("Not stored in time"));
    }

    /** Those of one part of the log share a lane, so that a batch is spread over as few parts as can be. */
    private Lane laneOf(PendingSend send) {
        List<Lane> lanes = send.conversation().isDirect() ? direct : groups;
        return lanes.get(messages.part(send.conversation()) % lanes.size());
    }
}
