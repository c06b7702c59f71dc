package io.yizhan.server.delivery;

import java.util.concurrent.TimeUnit;

/** What time it is, twice over, and a way to let some pass; a test brings its own. Safe from any thread. */
public interface DeliveryClock {
    /** Monotonic, for deadlines: only differences mean something. */
    long nanos();

    /** Unix epoch milliseconds; may be set back. */
    long epochMs();

    /** Blocks for about so long. */
    void pause(long nanos) throws InterruptedException;

    /** The clock of this machine. */
    static DeliveryClock system() {
        return new DeliveryClock() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public long epochMs() {
                return System.currentTimeMillis();
            }

            @Override
            public void pause(long nanos) throws InterruptedException {
                TimeUnit.NANOSECONDS.sleep(nanos);
            }
        };
    }
}
