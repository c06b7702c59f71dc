package io.yizhan.server.state;

import io.yizhan.identity.UserId;
import io.yizhan.lifecycle.Outage;
import io.yizhan.lifecycle.Recurring;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers whose sessions this worker has changed in the registry and announces them, all in one, a few times a second.
 * Bounded: of what finds no room nothing is announced, and those who watch see it when they look again. Safe from any
 * thread, never blocks.
 */
public final class PresenceNews implements Consumer<UserId> {
    /** How often it announces. */
    static final Duration PERIOD = Duration.ofMillis(200);

    static final int ANNOUNCED_AT_ONCE = 1_000;
    private static final int MOST = 20_000;
    private static final Logger log = LoggerFactory.getLogger(PresenceNews.class);

    private final PresenceBoard board;
    private final ScheduledExecutorService scheduler;
    private final Set<UserId> changed = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean busy = new AtomicBoolean();
    private final Outage outage =
            new Outage(log, "Who came and went is not announced; others notice it later", System::nanoTime);

    /** @param scheduler only starts the calls; ended by its owner, and this with it */
    public PresenceNews(PresenceBoard board, ScheduledExecutorService scheduler) {
        this.board = board;
        this.scheduler = scheduler;
    }

    /** Begins to announce; called once. */
    public void start() {
        new Recurring(log, "Who came and went is not gathered", this::announce).withPauses(scheduler, PERIOD);
    }

    /** This user's sessions changed, or may have. */
    @Override
    public void accept(UserId user) {
        if (changed.size() < MOST) {
            changed.add(user);
        }
    }

    private void announce() {
        if (changed.isEmpty() || !busy.compareAndSet(false, true)) {
            return;
        }
        List<UserId> now = take();
        board.announce(now).whenComplete((done, failure) -> {
            if (failure == null) {
                outage.over();
            } else {
                outage.failed(failure);
                now.forEach(this);
            }
            busy.set(false);
        });
    }

    /** Each is taken out before it is announced, so that another change meanwhile is announced as well. */
    private List<UserId> take() {
        List<UserId> taken = new ArrayList<>();
        Iterator<UserId> each = changed.iterator();
        while (each.hasNext() && taken.size() < ANNOUNCED_AT_ONCE) {
            taken.add(each.next());
            each.remove();
        }
        return taken;
    }
}
