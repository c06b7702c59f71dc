package io.yizhan.server.presence;

import io.yizhan.identity.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Whom to ask the registry for next: first those of whom nothing is known, then those who may have changed, and in
 * rounds everybody, since word of a change may be lost. So many a second and no more, whatever comes. Belongs to the
 * presence thread.
 */
final class Readings {
    /** Asked for in one round trip. */
    static final int PAGE = 500;
    /** Of a round; it takes longer when more are watched than can be asked for in it. */
    static final Duration ROUND = Duration.ofSeconds(10);

    private static final long NANOS_PER_USER = Duration.ofSeconds(1).toNanos() / 5_000;
    private static final long AFTER_A_FAILURE = Duration.ofMillis(500).toNanos();

    private final Set<UserId> unknown = new LinkedHashSet<>();
    private final Set<UserId> changed = new LinkedHashSet<>();
    private Iterator<UserId> round = Collections.emptyIterator();
    private long nextRoundAt;
    private long nextAt;

    Readings(long nanos) {
        this.nextRoundAt = nanos + ROUND.toNanos();
        this.nextAt = nanos;
    }

    void unknown(UserId user) {
        unknown.add(user);
    }

    void changed(UserId user) {
        changed.add(user);
    }

    /** A round begins at once; {@code all} are asked for in it. */
    void begin(Collection<UserId> all, long nanos) {
        round = List.copyOf(all).iterator();
        nextRoundAt = nanos + ROUND.toNanos();
    }

    boolean isRoundDue(long nanos) {
        return !round.hasNext() && nanos - nextRoundAt >= 0;
    }

    /** The next page, empty if nobody is to be asked for now; it counts as asked. */
    List<UserId> next(long nanos) {
        if (nanos - nextAt < 0) {
            return List.of();
        }
        Set<UserId> page = new LinkedHashSet<>();
        move(unknown.iterator(), page);
        move(changed.iterator(), page);
        while (round.hasNext() && page.size() < PAGE) {
            page.add(round.next());
        }
        nextAt = nanos + page.size() * NANOS_PER_USER;
        return new ArrayList<>(page);
    }

    private static void move(Iterator<UserId> from, Set<UserId> to) {
        while (from.hasNext() && to.size() < PAGE) {
            to.add(from.next());
            from.remove();
        }
    }

    /** The page could not be had: it is asked for again, a little later. */
    void failed(Collection<UserId> page, long nanos) {
        changed.addAll(page);
        nextAt = nanos + AFTER_A_FAILURE;
    }

    /** Nobody watches him any more. */
    void forget(UserId user) {
        unknown.remove(user);
        changed.remove(user);
    }
}
