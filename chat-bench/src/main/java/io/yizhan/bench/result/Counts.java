package io.yizhan.bench.result;

/**
 * What became of the messages of a run, warm-up included.
 *
 * @param sent that were given to the client
 * @param acked that the worker said are stored
 * @param failed that were refused for good, or whose outcome is open
 * @param delivered that the receiver was shown
 * @param lost acknowledged, and not shown to the receiver, though nothing came any more for 70 s
 * @param doubled shown again
 * @param disordered shown after one that was sent later. A send that was refused and tried again by the client may be
 *     overtaken within the promises (protocol, section 4); below saturation nothing is refused
 */
public record Counts(long sent, long acked, long failed, long delivered, long lost, long doubled, long disordered) {
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);

    public Counts plus(Counts other) {
        return new Counts(
                sent + other.sent,
                acked + other.acked,
                failed + other.failed,
                delivered + other.delivered,
                lost + other.lost,
                doubled + other.doubled,
                disordered + other.disordered);
    }

    /** Whether no promise was seen broken, and every send came to its end. */
    public boolean isClean() {
        return failed == 0 && lost == 0 && doubled == 0 && disordered == 0;
    }
}
