package io.yizhan.embedded.fault;

import java.time.Duration;

/** What a link does to one direction of its traffic. The order of the bytes always stays. */
public sealed interface Toxic {
    /**
     * Everything arrives later.
     *
     * @param delay at least
     * @param jitter at most so much more, anew for each piece that is read
     */
    record Latency(Duration delay, Duration jitter) implements Toxic {
        public Latency {
            if (delay.isNegative() || jitter.isNegative()) {
                throw new IllegalArgumentException("A latency is negative: " + delay + ", " + jitter);
            }
        }

        public Latency(Duration delay) {
            this(delay, Duration.ZERO);
        }
    }

    /** No more than so many bytes pass in a second. */
    record Bandwidth(long bytesPerSecond) implements Toxic {
        public Bandwidth {
            if (bytesPerSecond <= 0) {
                throw new IllegalArgumentException("Nothing would ever pass: " + bytesPerSecond);
            }
        }
    }

    /**
     * What is read is passed on in pieces, so that no frame arrives whole.
     *
     * @param bytes in a piece, at most
     * @param pause before each piece
     */
    record Slices(int bytes, Duration pause) implements Toxic {
        public Slices {
            if (bytes <= 0 || pause.isNegative()) {
                throw new IllegalArgumentException("Not a slice: " + bytes + ", " + pause);
            }
        }
    }

    /** Nothing passes, and nothing is lost: what was held back, the end of a connection too, comes when it heals. */
    record Stall() implements Toxic {}

    /**
     * Nothing passes, and it is lost: neither end hears anything, not even that the other is gone. A connection that
     * has lost bytes can never be right again and is reset when the link heals.
     */
    record Silence() implements Toxic {}
}
