package org.example.registry;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.SessionId;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.state.Living;
import io.yizhan.settings.LoginPolicy.Collision;
import java.util.Comparator;

/** What stands for one device of a user; times in ms of the leader's clock. */
record Entry(
        String device,
        int platform,
        long node,
        long incarnation,
        String session,
        long epoch,
        long expiresAtMs,
        long activeAtMs) {
    private static final Comparator<Entry> BY_LOGIN = Comparator.comparingLong(Entry::epoch);

    static Entry of(SessionAddress address, long expiresAtMs, long activeAtMs) {
        return new Entry(
                address.device().value(),
                address.platform(),
                address.holder().node().value(),
                address.holder().epoch(),
                address.session().value(),
                address.epoch(),
                expiresAtMs,
                activeAtMs);
    }

    /** Who gives way first comes first: those whose worker is gone, then as the policy says. */
    static Comparator<Entry> givingWay(Collision collision, Living living) {
        Comparator<Entry> goneFirst = Comparator.comparing(entry -> living.mayInclude(entry.holder()));
        return collision == Collision.KICK_LEAST_RECENTLY_ACTIVE
                ? goneFirst.thenComparingLong(Entry::activeAtMs).thenComparing(BY_LOGIN)
                : goneFirst.thenComparing(BY_LOGIN);
    }

    Incarnation holder() {
        return new Incarnation(new NodeId(node), incarnation);
    }

    SessionAddress address(UserId user) {
        return new SessionAddress(user, new DeviceId(device), platform, holder(), new SessionId(session), epoch);
    }

    /** Whether it is exactly this session, in this life of its worker. */
    boolean isOf(SessionAddress address) {
        return address(address.user()).equals(address);
    }
}
