package io.yizhan.server.state.memory;

import io.yizhan.identity.DeviceId;
import io.yizhan.server.session.SessionAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Below which epochs a user's sessions are displaced, and by whom; outlives the entries. Guarded by its owner. */
final class Fences {
    private static final String ALL = "all";

    private final Map<Object, SessionAddress> fences = new HashMap<>();

    /** Every older session of the user is displaced. */
    void raiseForAll(SessionAddress by) {
        fences.put(ALL, by);
    }

    /** Every older session on the platform of {@code by} is displaced. */
    void raiseForPlatform(SessionAddress by) {
        fences.put(by.platform(), by);
    }

    /** Every older session of the device is displaced. */
    void raiseFor(DeviceId device, SessionAddress by) {
        fences.merge(device, by, (was, is) -> is.epoch() > was.epoch() ? is : was);
    }

    /** Who displaced the session, if somebody did. */
    Optional<DeviceId> displacerOf(SessionAddress session) {
        return List.of(ALL, session.platform(), session.device()).stream()
                .map(fences::get)
                .filter(by -> by != null && by.epoch() > session.epoch())
                .map(SessionAddress::device)
                .findFirst();
    }
}
