package org.example.registry;

import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.state.Living;
import io.yizhan.server.state.Registration;
import io.yizhan.server.state.SessionClaim;
import io.yizhan.settings.LoginPolicy;
import io.yizhan.settings.LoginPolicy.Collision;
import io.yizhan.settings.LoginPolicy.Devices;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges one login.
 *
 * @param living who may still be there; entries of others keep nobody out and give way first
 */
record Login(SessionClaim claim, LoginPolicy policy, Living living) {
    /** @param before the user's sessions that stand at {@code nowMs} */
    Change<Registration> judge(UserSessions before, long nowMs, long leaseMs) {
        Optional<Entry> same =
                Optional.ofNullable(before.entries().get(claim.device().value()));
        List<Entry> rivals = before.entries().values().stream()
                .filter(entry -> same.filter(entry::equals).isEmpty())
                .filter(entry -> policy.devices() != Devices.ONE_PER_PLATFORM || entry.platform() == claim.platform())
                .sorted(Entry.givingWay(policy.collision(), living))
                .toList();
        int excess = Math.max(0, rivals.size() + 1 - policy.limit());
        if (policy.collision() == Collision.REFUSE_NEW) {
            int gone = (int) rivals.stream()
                    .filter(entry -> !living.mayInclude(entry.holder()))
                    .count();
            if (excess > gone && same.isEmpty()) {
                return Change.none(new Registration.Refused());
            }
            excess = Math.min(excess, gone);
        }
        List<Entry> displaced = new ArrayList<>(rivals.subList(0, excess));
        same.ifPresent(displaced::add);
        long epoch = Math.max(before.lastEpoch() + 1, nowMs * 1_000);
        SessionAddress own = new SessionAddress(
                claim.user(), claim.device(), claim.platform(), claim.holder(), claim.session(), epoch);
        UserSessions next =
                enter(before, own, displaced, excess == rivals.size()).with(Entry.of(own, nowMs + leaseMs, nowMs));
        return Change.to(next, new Registration.Entered(own, others(displaced, own)));
    }

    private UserSessions enter(UserSessions before, SessionAddress own, List<Entry> displaced, boolean alone) {
        UserSessions next =
                before.entered(own.epoch(), policy.devices() == Devices.LIMITED ? policy.limit() : Integer.MAX_VALUE);
        for (Entry entry : displaced) {
            next = next.without(entry.device()).fenced(entry.address(own.user()).device(), own);
        }
        next = next.fenced(own.device(), own);
        // Those whose leases ran out, and so are not seen here, have lost their places too.
        if (alone && policy.devices() == Devices.SINGLE_DEVICE) {
            return next.fencedAll(own);
        }
        return alone && policy.devices() == Devices.ONE_PER_PLATFORM ? next.fencedPlatform(own) : next;
    }

    /** The same session asks again when the first answer got lost, and does not displace itself. */
    private static List<SessionAddress> others(List<Entry> displaced, SessionAddress own) {
        return displaced.stream()
                .map(entry -> entry.address(own.user()))
                .filter(address -> !address.session().equals(own.session()))
                .toList();
    }
}
