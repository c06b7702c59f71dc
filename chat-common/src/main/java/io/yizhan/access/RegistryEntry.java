package io.yizhan.access;

import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.SessionId;

/**
 * A session as the workers' registry in Redis keeps it, in the field of its device: {@code expires active platform node
 * incarnation epoch session}.
 *
 * @param expiresAtMs the end of its lease, by Redis's clock
 * @param activeAtMs when its user did something last, by Redis's clock; up to a renewal old
 * @param platform the number of {@code chat.v2.Platform}
 * @param holder the worker, in this life, that holds the connection
 * @param epoch when it logged in, in microseconds by Redis's clock, or a little later: ascending per user
 * @param session the connection
 */
public record RegistryEntry(
        long expiresAtMs, long activeAtMs, int platform, Incarnation holder, long epoch, SessionId session) {
    private static final int FIELDS = 7;
    private static final long MICROS = 1_000;

    /** @throws IllegalArgumentException for text of another form */
    public static RegistryEntry parse(String text) {
        String[] field = text.split(" ", FIELDS);
        if (field.length != FIELDS) {
            throw new IllegalArgumentException("Not a registry entry: " + text);
        }
        return new RegistryEntry(
                Long.parseLong(field[0]),
                Long.parseLong(field[1]),
                Integer.parseInt(field[2]),
                new Incarnation(new NodeId(Long.parseLong(field[3])), Long.parseLong(field[4])),
                Long.parseLong(field[5]),
                new SessionId(field[6]));
    }

    /** When it logged in, in milliseconds by Redis's clock. */
    public long sinceMs() {
        return epoch / MICROS;
    }
}
