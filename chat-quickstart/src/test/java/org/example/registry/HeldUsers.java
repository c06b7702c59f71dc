package org.example.registry;

import static java.util.concurrent.CompletableFuture.completedStage;

import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.UserId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which users have sessions at which worker, so that a dead one's are found without asking for everybody: a znode
 * {@code held/<node>@<incarnation>}, written each time its worker is heard of, and one for each user below it. It names
 * too many now and then; too few at most until the next renewal, which is written together with it.
 */
final class HeldUsers {
    private static final Logger log = LoggerFactory.getLogger(HeldUsers.class);

    private final Znodes znodes;
    private final ServerClock clock;
    private final long leaseMs;

    HeldUsers(Znodes znodes, ServerClock clock, long leaseMs) {
        this.znodes = znodes;
        this.clock = clock;
        this.leaseMs = leaseMs;
    }

    static String path(Incarnation holder, UserId user) {
        return path(holder) + "/" + name(user);
    }

    /** No user's id is refused by ZooKeeper for being a dot, or two. */
    static String name(UserId user) {
        return "u:" + user;
    }

    private static String path(Incarnation holder) {
        return Znodes.HELD + "/" + holder;
    }

    CompletionStage<Void> note(Incarnation holder, UserId user) {
        return znodes.create(path(holder, user));
    }

    CompletionStage<List<UserId>> users(Incarnation holder) {
        return znodes.children(path(holder))
                .thenApply(names -> names.stream()
                        .map(name -> new UserId(name.substring(2)))
                        .toList());
    }

    /** Drops these, whose entries are gone. */
    CompletionStage<Void> forget(Incarnation holder, Collection<UserId> users) {
        return all(users.stream().map(user -> znodes.delete(path(holder, user))).toList());
    }

    /** Drops the holder itself, unless somebody was noted meanwhile. */
    CompletionStage<Void> forget(Incarnation holder) {
        return znodes.delete(path(holder));
    }

    /** Notes one and gives all that were heard of within a lease. What others left behind is dropped on the way. */
    CompletionStage<Set<Incarnation>> holders(Incarnation self) {
        return znodes.write(path(self)).thenCompose(nowMs -> {
            clock.adjust(nowMs);
            return znodes.children(Znodes.HELD).thenCompose(names -> within(names, nowMs));
        });
    }

    private CompletionStage<Set<Incarnation>> within(List<String> names, long nowMs) {
        Set<Incarnation> heard = new HashSet<>();
        CompletionStage<Set<Incarnation>> done = completedStage(heard);
        for (String name : names) {
            Incarnation holder = parse(name);
            CompletionStage<Optional<Long>> writtenAt = znodes.writtenAt(path(holder));
            done = done.thenCombine(writtenAt, (so, at) -> {
                at.ifPresent(ms -> {
                    if (ms > nowMs - leaseMs) {
                        so.add(holder);
                    } else {
                        discard(holder);
                    }
                });
                return so;
            });
        }
        return done;
    }

    /** All its entries are over, since those who renew leases say more often that they are there. */
    private void discard(Incarnation holder) {
        users(holder)
                .thenCompose(users -> forget(holder, users))
                .thenCompose(done -> forget(holder))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        log.debug("Left to the next time: {}", holder, failure);
                    }
                });
    }

    static CompletionStage<Void> all(List<? extends CompletionStage<?>> stages) {
        return CompletableFuture.allOf(
                stages.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new));
    }

    private static Incarnation parse(String text) {
        int at = text.indexOf('@');
        return new Incarnation(
                new NodeId(Long.parseLong(text.substring(0, at))), Long.parseLong(text.substring(at + 1)));
    }
}
