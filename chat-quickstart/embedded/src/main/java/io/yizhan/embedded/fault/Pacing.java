package io.yizhan.embedded.fault;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** When each piece of one direction may pass, and how large pieces are. One thread. */
final class Pacing {
    private Duration delay = Duration.ZERO;
    private Duration jitter = Duration.ZERO;
    private Duration pause = Duration.ZERO;
    private long bytesPerSecond = Long.MAX_VALUE;
    private int slice = Integer.MAX_VALUE;
    private long last;

    /** @param now as all times here, on the clock of {@link System#nanoTime} */
    Pacing(List<Toxic> toxics, long now) {
        last = now;
        for (Toxic toxic : toxics) {
            if (toxic instanceof Toxic.Latency latency) {
                delay = latency.delay();
                jitter = latency.jitter();
            } else if (toxic instanceof Toxic.Bandwidth bandwidth) {
                bytesPerSecond = bandwidth.bytesPerSecond();
            } else if (toxic instanceof Toxic.Slices slices) {
                slice = slices.bytes();
                pause = slices.pause();
            }
        }
    }

    /** How many of so many bytes make the next piece. */
    int pieceOf(int bytes) {
        return Math.min(slice, bytes);
    }

    /** When a piece that was read at {@code now} may pass: never before the one before it. */
    long due(int bytes, long now) {
        long arrived = now + delay.toNanos() + ThreadLocalRandom.current().nextLong(jitter.toNanos() + 1);
        long ahead = Math.max(0, last - arrived);
        last = arrived + ahead + pause.toNanos() + bytes * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
        return last;
    }
}
