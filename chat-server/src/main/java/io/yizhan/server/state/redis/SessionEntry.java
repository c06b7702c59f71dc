package io.yizhan.server.state.redis;

import io.yizhan.access.RegistryEntry;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.SessionAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A registry entry, as the scripts write it: the lease's end, when its user did something last, then the identity {code
 * platform node incarnation epoch session}. Two entries are the same session only if the identities are equal.
 */
final class SessionEntry {
    private SessionEntry() {}

    static String identity(SessionAddress address) {
        return String.join(
                " ",
                Integer.toString(address.platform()),
                address.holder().node().toString(),
                Long.toString(address.holder().epoch()),
                Long.toString(address.epoch()),
                address.session().value());
    }

    /** param answer device and entry of each session, from {code from} on */
    static List<SessionAddress> parseAll(UserId user, List<?> answer, int from) {
        List<SessionAddress> addresses = new ArrayList<>();
        for (int i = from; i + 1 < answer.size(); i += 2) {
            addresses.add(parse(user, new DeviceId((String) answer.get(i)), (String) answer.get(i + 1)));
        }
        return addresses;
    }

    private static SessionAddress parse(UserId user, DeviceId device, String text) {
        return address(user, device, RegistryEntry.parse(text));
    }

    static SessionAddress address(UserId user, DeviceId device, RegistryEntry entry) {
        return new SessionAddress(user, device, entry.platform(), entry.holder(), entry.session(), entry.epoch());
    }
}
