package io.yizhan.gate.status;

import io.yizhan.access.LoginCounts;
import io.yizhan.discovery.GateRoll;
import io.yizhan.discovery.ImNode;
import io.yizhan.discovery.NodeView;
import io.yizhan.identity.NodeId;
import io.yizhan.lifecycle.Outage;
import io.yizhan.lifecycle.Recurring;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Keeps the workers' counts for those who read them in Redis. Of several gates only the eldest writes. */
@Component
final class CountKeeper implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(CountKeeper.class);
    /** Workers report as often. */
    private static final Duration PERIOD = Duration.ofMillis(500);
    /** What does not change is written again this often, or it would expire. */
    private static final Duration REFRESH = LoginCounts.EXPIRY.dividedBy(3);

    private final NodeView view;
    private final BooleanSupplier ours;
    private final LoginCounts counts;
    private final LongSupplier nanos;
    private final Outage outage;
    private @Nullable Written written;
    private volatile @Nullable ScheduledExecutorService thread;

    private record Written(Map<NodeId, Integer> counts, long nanos) {}

    @Autowired
    CountKeeper(NodeView view, GateRoll gates, LoginCounts counts) {
        this(view, gates::isEldest, counts, System::nanoTime);
    }

    /**
     * One that does nothing by itself yet.
     *
     * @param ours whether it is this gate that writes
     * @param nanos monotonic
     */
    CountKeeper(NodeView view, BooleanSupplier ours, LoginCounts counts, LongSupplier nanos) {
        this.view = view;
        this.ours = ours;
        this.counts = counts;
        this.nanos = nanos;
        this.outage = new Outage(log, "The workers' counts are not written to Redis", nanos);
    }

    /** One thread at a time. */
    void look() {
        if (!ours.getAsBoolean()) {
            written = null;
            return;
        }
        Map<NodeId, Integer> present = view.nodes().stream().collect(Collectors.toMap(ImNode::id, ImNode::balance));
        Written last = written;
        long now = nanos.getAsLong();
        if (last != null && last.counts().equals(present) && now - last.nanos() < REFRESH.toNanos()) {
            return;
        }
        try {
            counts.replace(present);
            written = new Written(present, now);
            outage.over();
        } catch (RuntimeException e) { // the store's own, whatever it is
            outage.failed(e);
        }
    }

    @Override
    public void start() {
        ScheduledExecutorService starting =
                Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "login-counts"));
        new Recurring(log, "The workers' counts are not looked at", this::look)
                .withPauses(starting, Duration.ZERO, PERIOD);
        thread = starting;
    }

    @Override
    public void stop() {
        ScheduledExecutorService stopping = thread;
        thread = null;
        if (stopping != null) {
            stopping.shutdownNow();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
