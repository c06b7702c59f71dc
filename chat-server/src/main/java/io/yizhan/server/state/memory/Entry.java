package io.yizhan.server.state.memory;

import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.state.Living;
import io.yizhan.settings.LoginPolicy.Collision;
import java.util.Comparator;

/** What stands in the registry for one device; times in ms of the registry's clock. */
record Entry(SessionAddress address, long expiresAtMs, long activeAtMs) {
    private static final Comparator<Entry> BY_LOGIN =
            Comparator.comparingLong(entry -> entry.address().epoch());

    /** Who gives way first comes first: those whose worker is gone, then as the policy says. */
    static Comparator<Entry> givingWay(Collision collision, Living living) {
        Comparator<Entry> deadFirst = Comparator.comparing(entry -> entry.mayLive(living));
        return collision == Collision.KICK_LEAST_RECENTLY_ACTIVE
                ? deadFirst.thenComparingLong(Entry::activeAtMs).thenComparing(BY_LOGIN)
                : deadFirst.thenComparing(BY_LOGIN);
    }

    boolean mayLive(Living living) {
        return living.mayInclude(address.holder());
    }
}
