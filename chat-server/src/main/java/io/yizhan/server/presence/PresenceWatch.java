package io.yizhan.server.presence;

import chat.v2.ErrorCode;
import chat.v2.PresenceEvent;
import io.yizhan.identity.UserId;
import io.yizhan.lifecycle.Outage;
import io.yizhan.lifecycle.Recurring;
import io.yizhan.server.delivery.DeliveryClock;
import io.yizhan.server.delivery.RequestRefused;
import io.yizhan.server.session.LocalSession;
import io.yizhan.server.state.HolderLiveness;
import io.yizhan.server.state.Living;
import io.yizhan.server.state.PresenceBoard;
import io.yizhan.server.state.Sighting;
import io.yizhan.server.state.StateUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the lists of the sessions here up to date. Word of a change only says whom to ask the registry for; what is
 * lost of it is made good by asking for everybody in rounds, and workers that die are seen to be gone without asking.
 * What it asks and writes a second is bounded: when there is more, it comes later and merged. All state belongs to the
 * one thread; callers only hand over, and nobody blocks.
 */
public final class PresenceWatch implements Presences, AutoCloseable {
    static final long TICK_MS = 100;

    private static final Logger log = LoggerFactory.getLogger(PresenceWatch.class);
    private static final int MOST_ASKING = 10_000;
    private static final int RETRY_AFTER_MS = 2_000;

    private final PresenceBoard board;
    private final HolderLiveness liveness;
    private final PresenceLimits limits;
    private final DeliveryClock clock;
    private final ScheduledExecutorService thread;
    private final Readings readings;
    private final WatchTable table;
    private final ChangeWriter writer;
    private final Outage outage = new Outage(log, "Who is there cannot be asked; lists stand still", System::nanoTime);
    private final AtomicReference<@Nullable AutoCloseable> listening = new AtomicReference<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicBoolean missed = new AtomicBoolean();
    private final Set<UserId> changed = ConcurrentHashMap.newKeySet();
    private final Set<Watched> waning = new HashSet<>();
    private Living living = new Living(0, Set.of());
    private boolean looking;
    private long lists;

    /** @param thread a single one; may be shared with what does not block either; ended by its owner */
    public PresenceWatch(
            PresenceBoard board,
            HolderLiveness liveness,
            PresenceLimits limits,
            DeliveryClock clock,
            ScheduledExecutorService thread) {
        this.board = board;
        this.liveness = liveness;
        this.limits = limits;
        this.clock = clock;
        this.thread = thread;
        this.readings = new Readings(clock.nanos());
        this.table = new WatchTable(limits.grace().toNanos(), readings::forget);
        this.writer = new ChangeWriter(table, this::onThread);
    }

    /** Begins to listen and to look; blocks for one round trip; called once. */
    public void start() {
        listening.set(board.listen(new News()));
        new Recurring(log, "Presence failed in a round", this::tick).withPauses(thread, Duration.ofMillis(TICK_MS));
    }

    @Override
    public void close() throws Exception {
        AutoCloseable open = listening.getAndSet(null);
        if (open != null) {
            open.close();
        }
    }

    @Override
    public CompletionStage<PresenceEvent> watch(LocalSession session, Collection<UserId> users) {
        CompletableFuture<PresenceEvent> answer = new CompletableFuture<>();
        if (asked.incrementAndGet() > MOST_ASKING) {
            asked.decrementAndGet();
            answer.completeExceptionally(overloaded("Too many lists wait"));
            return answer;
        }
        CompletionStage<PresenceEvent> counted = answer.whenComplete((event, failure) -> asked.decrementAndGet());
        if (!onThread(() -> ask(new WatchList(session, users, ++lists, clock.nanos(), answer)))) {
            answer.completeExceptionally(new StateUnavailableException("This worker ends"));
        }
        return counted;
    }

    @Override
    public void left(LocalSession session) {
        onThread(() -> table.leave(session)
                .forEach(list ->
                        list.answer().completeExceptionally(new StateUnavailableException("The session has ended"))));
    }

    private void ask(WatchList list) {
        if (table.entries() + list.users().size() > limits.entries()) {
            list.answer().completeExceptionally(overloaded("This worker watches too many users"));
            return;
        }
        table.enter(list);
        list.unknown().forEach(readings::unknown);
        if (list.unknown().isEmpty()) {
            answer(list);
        } else {
            look();
        }
    }

    private void answer(WatchList list) {
        PresenceEvent event = table.event(list.users());
        table.settle(list);
        list.answer().complete(event);
    }

    private void tick() {
        takeNews();
        judge();
        giveUp();
        look();
        writer.write();
    }

    private void takeNews() {
        if (missed.getAndSet(false) || readings.isRoundDue(clock.nanos())) {
            readings.begin(table.users(), clock.nanos());
        }
        Iterator<UserId> each = changed.iterator();
        while (each.hasNext()) {
            UserId user = each.next();
            each.remove();
            if (table.isWatched(user)) {
                readings.changed(user);
            }
        }
    }

    /** Workers may have come or gone, and those who were to come back may have stayed away. */
    private void judge() {
        Living now = liveness.living();
        boolean same = now.equals(living);
        living = now;
        for (Watched each : List.copyOf(same ? waning : table.all())) {
            if (each.isKnown()) {
                judged(each, each.judge(now, clock.nanos()));
            }
        }
    }

    private void judged(Watched user, boolean tell) {
        if (user.isWaning() && table.isWatched(user.user())) {
            waning.add(user);
        } else {
            waning.remove(user);
        }
        if (tell) {
            writer.tell(user);
        }
    }

    private void giveUp() {
        for (WatchList list : table.asking()) {
            if (clock.nanos() - list.askedAt() >= limits.answerWithin().toNanos()) {
                table.refuse(list);
                list.answer().completeExceptionally(new StateUnavailableException("The registry did not answer"));
            }
        }
    }

    private void look() {
        if (looking) {
            return;
        }
        List<UserId> page = readings.next(clock.nanos());
        if (!page.isEmpty()) {
            looking = true;
            board.look(page).whenComplete((found, failure) -> onThread(() -> looked(page, found, failure)));
        }
    }

    private void looked(List<UserId> page, @Nullable Map<UserId, Sighting> found, @Nullable Throwable failure) {
        looking = false;
        if (found == null) {
            outage.failed(failure == null ? new StateUnavailableException("Nothing found") : failure);
            readings.failed(page.stream().filter(table::isWatched).toList(), clock.nanos());
            return;
        }
        outage.over();
        Set<WatchList> complete = new LinkedHashSet<>();
        found.forEach((user, sighting) -> table.find(user).ifPresent(entry -> {
            judged(entry, entry.saw(sighting, living, clock.nanos(), clock.epochMs()));
            entry.lists().stream()
                    .filter(list ->
                            list.unknown().remove(user) && list.unknown().isEmpty())
                    .forEach(complete::add);
        }));
        complete.forEach(this::answer);
        look();
    }

    private static RequestRefused overloaded(String why) {
        return new RequestRefused(ErrorCode.OVERLOADED, why, RETRY_AFTER_MS);
    }

    private boolean onThread(Runnable task) {
        try {
            thread.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            log.debug("Closing, nobody is told who is there any more");
            return false;
        }
    }

    /** Keeps what is heard until the next tick, and of users who are watched only: so it is bounded. */
    private final class News implements PresenceBoard.Listener {
        @Override
        public void changed(Collection<UserId> users) {
            users.stream().filter(table::isWatched).forEach(changed::add);
        }

        @Override
        public void missed() {
            missed.set(true);
        }
    }
}
