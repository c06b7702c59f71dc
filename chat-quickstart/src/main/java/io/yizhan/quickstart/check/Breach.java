package io.yizhan.quickstart.check;

/**
 * A promise that was not kept.
 *
 * @param what in words, with the op, device and numbers concerned
 */
public record Breach(Kind kind, String what) {
    /** Which promise. */
    public enum Kind {
        /** Acknowledged, yet not in the database, or not shown on a device that it is owed to. */
        LOST,
        /** Shown twice on a device, or stored twice. */
        DUPLICATED,
        /** Shown out of order, or numbered below a message that had been acknowledged before it was sent. */
        REORDERED,
        /** One number for two messages, or another number than the one that was acknowledged. */
        MISNUMBERED,
        /** Shown or stored though nobody sent it, or though its sender was told that it never will be. */
        UNEXPECTED,
        /** A send over a living connection had no answer in time, or none that may be retried. */
        UNANSWERED,
        /** Shown to somebody whom it does not concern. */
        DISCLOSED,
        /** Two devices of one user held the place of one. */
        TWO_SESSIONS,
        /** Found by the cluster for too long after it was gone. */
        GHOST,
        /** Not found by the cluster though it had a session for long enough. */
        HIDDEN
    }
}
