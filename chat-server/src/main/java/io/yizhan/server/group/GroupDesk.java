package io.yizhan.server.group;

import io.yizhan.group.GroupAnswer;
import io.yizhan.group.GroupCommand;
import io.yizhan.group.GroupCommand.Create;
import io.yizhan.group.GroupRefusal;
import io.yizhan.identity.GroupId;
import io.yizhan.server.delivery.Deadline;
import io.yizhan.server.delivery.DeliveryClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes groups, each by one batch at a time: what comes in while a group is being changed waits, and is then done
 * together. Other workers are kept out meanwhile, by the turn that each group has. Safe from any thread.
 */
public final class GroupDesk implements Groups {
    private static final Logger log = LoggerFactory.getLogger(GroupDesk.class);
    private static final int MOST_WAITING = 1_000;
    private static final int MOST_COMMANDS = 64;
    /** A batch is that many users, or one command. */
    private static final int MOST_USERS = GroupCommand.MOST_USERS;

    private static final Duration BEGUN_WITHIN = Duration.ofSeconds(8);

    private final DeskPorts ports;
    private final int maxMembers;
    private final DeliveryClock clock;
    private final ScheduledExecutorService timer;
    /** Of each group that is being changed, what is to be done next. Guarded by this. */
    private final Map<GroupId, Deque<Waiting>> waiting = new HashMap<>();

    /**
     * @param maxMembers of a group
     * @param timer waits for what the log does not show yet; must outlive this
     */
    public GroupDesk(DeskPorts ports, int maxMembers, DeliveryClock clock, ScheduledExecutorService timer) {
        this.ports = ports;
        this.maxMembers = maxMembers;
        this.clock = clock;
        this.timer = timer;
    }

    @Override
    public CompletionStage<GroupAnswer> handle(GroupCommand command) {
        Waiting one = new Waiting(
                command, new Deadline(clock, clock.nanos() + BEGUN_WITHIN.toNanos()), new CompletableFuture<>());
        if (queue(one)) {
            next(command.group());
        }
        return one.answer().minimalCompletionStage();
    }

    /** @return whether nothing is being done to its group */
    private synchronized boolean queue(Waiting one) {
        GroupId group = one.command().group();
        Deque<Waiting> before = waiting.get(group);
        if (before == null) {
            waiting.put(group, new ArrayDeque<>(List.of(one)));
            return true;
        }
        if (before.size() >= MOST_WAITING) {
            one.refuse(GroupRefusal.OVERLOADED, "Too much waits to be done to this group");
        } else {
            before.add(one);
        }
        return false;
    }

    private void next(GroupId group) {
        List<Waiting> batch = take(group);
        if (batch.isEmpty()) {
            return;
        }
        GroupRun run = new GroupRun(ports, maxMembers, clock, timer, new GroupRun.Batch(group, batch));
        run.run().whenComplete((done, failure) -> {
            if (failure != null) {
                log.warn("A group was not changed, or nobody knows whether it was: {}", group, failure);
            }
            // those that are answered already stay so
            batch.forEach(one -> one.refuse(GroupRefusal.UNAVAILABLE, "A store did not answer in time"));
            next(group);
        });
    }

    /** What goes together; empty if nothing waits any more. */
    private synchronized List<Waiting> take(GroupId group) {
        Deque<Waiting> queue = waiting.getOrDefault(group, new ArrayDeque<>());
        List<Waiting> batch = new ArrayList<>();
        int users = 0;
        while (!queue.isEmpty() && batch.size() < MOST_COMMANDS) {
            Waiting one = queue.getFirst();
            users += one.concerned().size();
            boolean alone = one.command() instanceof Create || users > MOST_USERS;
            if (alone && !batch.isEmpty()) {
                break;
            }
            queue.removeFirst();
            if (one.begun().passed()) {
                one.refuse(GroupRefusal.OVERLOADED, "Too much waits to be done to this group");
                continue;
            }
            batch.add(one);
            if (alone) {
                break;
            }
        }
        if (batch.isEmpty()) {
            waiting.remove(group);
        }
        return batch;
    }
}
