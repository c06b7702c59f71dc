package io.yizhan.bench.load;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An open loop: so many messages a second, the pairs in turn, whether the earlier ones are answered or not. Latency
 * counts from when a message was due, so that a stall is seen by all that it made wait.
 *
 * @param perSecond over all pairs
 */
public record RateWorkload(int perSecond, int textBytes) implements Workload {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    public RateWorkload {
        if (perSecond < 1) {
            throw new IllegalArgumentException("A rate is at least 1 a second: " + perSecond);
        }
    }

    @Override
    public String name() {
        return "rate";
    }

    @Override
    public Map<String, Integer> parameters() {
        return Map.of("perSecond", perSecond, "textBytes", textBytes);
    }

    @Override
    public void send(Run run) throws InterruptedException {
        OpenLoopSchedule schedule = new OpenLoopSchedule(run.window().beginNanos(), perSecond);
        long number = 0;
        for (long due = schedule.dueNanos(0); !run.window().isOver(due); due = schedule.dueNanos(++number)) {
            awaitDue(due);
            run.began(due);
            run.send((int) (number % run.pairs()), due, () -> {});
        }
    }

    private static void awaitDue(long due) throws InterruptedException {
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(wait, LOOK_NANOS));
            if (Thread.interrupted()) {
                throw new InterruptedException("Interrupted while sending");
            }
        }
    }
}
