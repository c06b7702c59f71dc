package io.yizhan.server.cluster;

import io.yizhan.access.NodeLinks;
import io.yizhan.access.NodeLinks.Link;
import io.yizhan.identity.Incarnation;
import io.yizhan.lifecycle.Recurring;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says every five seconds how this worker's links are and what went over them, for operators. A report that fails is
 * made up for by the next; a run of failures is logged once. Safe from any thread.
 */
public final class LinkReports implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LinkReports.class);
    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final String SUSPECT = "SUSPECT";

    private final NodeLinks reports;
    private final Supplier<List<LinkStatus>> links;
    private final Supplier<Incarnation> self;
    private final ScheduledExecutorService scheduler;
    private final AtomicReference<@Nullable Future<?>> repeated = new AtomicReference<>();

    /**
     * @param self the present life of this worker, under whose node id it reports
     * @param scheduler waits for the store, so nothing urgent may share it; not closed here
     */
    public LinkReports(
            NodeLinks reports,
            Supplier<List<LinkStatus>> links,
            Supplier<Incarnation> self,
            ScheduledExecutorService scheduler) {
        this.reports = reports;
        this.links = links;
        this.self = self;
        this.scheduler = scheduler;
    }

    /** Reports at once, and from then on; called once. */
    public void start() {
        repeated.set(new Recurring(log, "The links are not reported", this::report)
                .withPauses(scheduler, Duration.ZERO, PERIOD));
    }

    /** Reports no more; the last report expires. */
    @Override
    public void close() {
        Future<?> running = repeated.getAndSet(null);
        if (running != null) {
            running.cancel(false);
        }
    }

    private void report() {
        reports.publish(
                self.get().node(), links.get().stream().map(LinkReports::link).toList());
    }

    private static Link link(LinkStatus status) {
        LinkTraffic sent = status.sent();
        return new Link(
                status.peer().node(),
                status.suspect() ? SUSPECT : status.state().name(),
                Optional.of(new NodeLinks.Sent(sent.frames(), sent.bytes(), sent.recipients(), sent.repeats())));
    }
}
