package io.yizhan.server.state.redis;

import io.yizhan.server.state.EpochRegister;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A guard as it was seen.
 *
 * @param server the replication id of the server that was asked
 * @param madeFor the one that the guard names, empty where there is no guard
 * @param epoch the guard's, or {@link EpochRegister#NONE}
 * @param atMicros when that was, by the server's clock
 */
record SeenGuard(String key, String server, String madeFor, long epoch, String atMicros) {
    private static final int FIELDS = 3;

    /** @param look what the script gave */
    static SeenGuard parse(String key, List<?> look) {
        String server = (String) look.get(0);
        String guard = (String) look.get(1);
        String atMicros = (String) look.get(2);
        String[] field = guard.split(" ", -1);
        return field.length == FIELDS
                ? new SeenGuard(key, server, field[0], Long.parseLong(field[1]), atMicros)
                : new SeenGuard(key, server, "", EpochRegister.NONE, atMicros);
    }

    boolean fits() {
        return server.equals(madeFor);
    }

    /** What the script takes that makes it anew. */
    List<String> toSet(long raised, Duration counts) {
        return List.of(
                server,
                Long.toString(raised),
                atMicros,
                Long.toString(TimeUnit.NANOSECONDS.toMicros(counts.toNanos())));
    }
}
