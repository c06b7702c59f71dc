package io.yizhan.server.group;

import io.yizhan.group.GroupAnswer;
import io.yizhan.group.GroupCommand.Create;
import io.yizhan.group.GroupProfile;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.Group;
import io.yizhan.server.archive.GroupRegister.Turn;
import io.yizhan.server.archive.GroupState;
import io.yizhan.server.archive.Membership;
import io.yizhan.server.delivery.Deadline;
import io.yizhan.server.delivery.DeliveryClock;
import io.yizhan.server.delivery.Patience;
import io.yizhan.server.delivery.SendCommand;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One batch of commands to one group, from the first look to the answers. For one use. */
final class GroupRun {
    /**
     * With the time that a send may take, below the length of a turn: what is sent is settled before another begins.
     */
    private static final Duration SENT_WITHIN = Duration.ofSeconds(5);

    private static final Duration TURN = Duration.ofSeconds(20);
    private static final Duration SHOWN_WITHIN = Duration.ofSeconds(9);
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final DeskPorts ports;
    private final Turns turns;
    private final int maxMembers;
    private final ScheduledExecutorService timer;
    private final Turn turn = new Turn(UUID.randomUUID().toString(), TURN);
    private final GroupId group;
    private final List<Waiting> batch;
    private final Deadline sent;
    private final Deadline shown;

    /** @param batch one command that creates the group, or any others */
    GroupRun(DeskPorts ports, int maxMembers, DeliveryClock clock, ScheduledExecutorService timer, Batch batch) {
        this.ports = ports;
        this.turns = new Turns(ports.register());
        this.maxMembers = maxMembers;
        this.timer = timer;
        this.group = batch.group();
        this.batch = batch.commands();
        this.sent = new Deadline(clock, clock.nanos() + SENT_WITHIN.toNanos());
        this.shown = new Deadline(clock, clock.nanos() + SHOWN_WITHIN.toNanos());
    }

    record Batch(GroupId group, List<Waiting> commands) {}

    /** Which of the plan's events are a command's. */
    private record Planned(int from, int to) {}

    /**
     * @return completes when it is settled, and fails if a store did; those without an answer are to be refused then
     */
    CompletionStage<Void> run() {
        CompletionStage<Optional<GroupAnswer.Refused>> begun = batch.get(0).command() instanceof Create create
                ? turns.reserve(create, turn, patience(sent))
                : turns.begin(group, turn, patience(sent));
        return begun.thenCompose(refused -> {
            if (refused.isPresent()) {
                batch.forEach(
                        one -> one.refuse(refused.get().why(), refused.get().detail()));
                return done();
            }
            return orEnd(() -> new Inquiry(ports).ask(group, batch)).thenCompose(this::change);
        });
    }

    private Patience patience(Deadline until) {
        return new Patience(timer, until, FIRST_PAUSE_NANOS);
    }

    private CompletionStage<Void> change(Circumstances circumstances) {
        GroupPlan plan = new GroupPlan(circumstances, maxMembers);
        Map<Waiting, Planned> planned = new LinkedHashMap<>();
        for (Waiting one : batch) {
            int from = plan.told().size();
            Optional<GroupAnswer.Refused> refused = plan.take(one.command());
            if (refused.isPresent()) {
                one.refuse(refused.get().why(), refused.get().detail());
            } else {
                planned.put(one, new Planned(from, plan.told().size()));
            }
        }
        if (planned.isEmpty() || (plan.told().isEmpty() && !plan.isSet())) {
            return answer(planned.keySet()).thenCompose(answered -> end());
        }
        return orEnd(() -> shut(plan))
                .thenCompose(ready -> send(plan))
                .thenCompose(sending -> settle(plan, planned, sending)
                        // what is open is settled when the turn is over, and not before
                        .thenCompose(settled -> sending.isOpen()
                                ? done()
                                : refresh(plan, circumstances).thenCompose(refreshed -> end())));
    }

    /** Whoever is about to go sends nothing more that would get a number above that of his going. */
    private CompletionStage<Void> shut(GroupPlan plan) {
        CompletionStage<Void> shut =
                plan.going().isEmpty() ? done() : ports.directory().shut(group, plan.going());
        return shut.thenCompose(ready -> sent.passed()
                ? CompletableFuture.failedStage(
                        new IllegalStateException("The turn is too old to send anything: " + group))
                : done());
    }

    private CompletionStage<Sent> send(GroupPlan plan) {
        Sent sending = new Sent();
        plan.told()
                .forEach(told -> sending.add(ports.sender()
                        .send(SendCommand.telling(group, told.event().notice(), told.by()))));
        return sending.all();
    }

    private CompletionStage<Void> settle(GroupPlan plan, Map<Waiting, Planned> planned, Sent sending) {
        planned.forEach((one, part) -> sending.failure(part.from(), part.to())
                .ifPresent(refused -> one.refuse(refused.why(), refused.detail())));
        CompletionStage<Void> set =
                plan.isSet() ? ports.register().set(group, plan.joinPolicy(), plan.history()) : done();
        return set.thenCompose(ready -> applied(sending.lastSeq(), patience(shown)))
                .thenCompose(seen -> ports.store().latest(group, Inquiry.users(batch)))
                .thenCompose(memberships -> {
                    Map<UserId, Membership> latest =
                            memberships.stream().collect(Collectors.toMap(Membership::user, Function.identity()));
                    return answer(planned.keySet().stream()
                            .filter(one -> one.concerned().stream()
                                    .allMatch(user -> isAsPlanned(plan.present(user), latest.get(user))))
                            .toList());
                });
    }

    private static boolean isAsPlanned(@Nullable Membership planned, @Nullable Membership found) {
        return planned == null
                ? found == null || !found.isPresent()
                : found != null && found.isPresent() && found.role() == planned.role();
    }

    /** Completes when the log has been applied up to this number. */
    private CompletionStage<Void> applied(long seq, Patience patience) {
        return ports.register().state(group).thenCompose(state -> {
            if (state.filter(its -> its.appliedSeq() >= seq).isPresent()) {
                return done();
            }
            return patience.isOver()
                    ? CompletableFuture.failedStage(
                            new IllegalStateException("The database does not show yet what was told: " + group))
                    : patience.pause().thenCompose(rest -> applied(seq, rest));
        });
    }

    /** What is shut opens again by itself if this fails, or is never done. */
    private CompletionStage<Void> refresh(GroupPlan plan, Circumstances circumstances) {
        Set<UserId> known =
                circumstances.memberships().stream().map(Membership::user).collect(Collectors.toSet());
        Set<UserId> stale = new HashSet<>(plan.going());
        plan.told().stream()
                .map(told -> told.event().user())
                .filter(known::contains)
                .forEach(stale::add);
        return stale.isEmpty()
                ? done()
                : ports.directory().refresh(group, stale).handle((refreshed, away) -> null);
    }

    private CompletionStage<Void> answer(Collection<Waiting> those) {
        return those.isEmpty()
                ? done()
                : ports.register().state(group).thenAccept(state -> {
                    Group now = state.map(GroupState::group).orElseThrow();
                    GroupProfile profile =
                            new GroupProfile(now.id(), now.name(), now.owner(), now.joinPolicy(), now.history());
                    those.forEach(one -> one.answer().complete(new GroupAnswer.Done(profile)));
                });
    }

    private CompletionStage<Void> end() {
        return turns.end(group, turn);
    }

    /** Of a step before anything is sent: if it fails, the turn is given back. */
    private <T> CompletionStage<T> orEnd(Supplier<CompletionStage<T>> step) {
        return step.get()
                .handle((done, failure) -> failure == null
                        ? CompletableFuture.completedStage(done)
                        : end().handle((ended, away) -> null)
                                .thenCompose(ended -> CompletableFuture.<T>failedStage(failure)))
                .thenCompose(Function.identity());
    }

    private static CompletionStage<Void> done() {
        return CompletableFuture.completedStage(null);
    }
}
