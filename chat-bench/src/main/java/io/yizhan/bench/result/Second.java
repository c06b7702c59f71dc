package io.yizhan.bench.result;

/**
 * One second of a run, as it was seen from outside. Times are microseconds; of several generators the longest.
 *
 * @param at seconds since the first send
 * @param acked acknowledgements that came in it, and how long they had taken
 */
public record Second(int at, long acked, long ackP50, long ackP99, long delivered, long deliverP50, long deliverP99) {
    /** The same, of a run that began before. */
    Second later(int seconds) {
        return new Second(at + seconds, acked, ackP50, ackP99, delivered, deliverP50, deliverP99);
    }

    /** With what another generator saw in the same second. */
    Second plus(Second other) {
        return new Second(
                at,
                acked + other.acked,
                Math.max(ackP50, other.ackP50),
                Math.max(ackP99, other.ackP99),
                delivered + other.delivered,
                Math.max(deliverP50, other.deliverP50),
                Math.max(deliverP99, other.deliverP99));
    }
}
