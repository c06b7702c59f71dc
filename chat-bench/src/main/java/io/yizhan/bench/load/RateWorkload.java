package io.yizhan.bench.load;

import java.util.Map;

/**
 * An open loop: so many messages a second, the conversations in turn, whether the earlier ones are answered or not.
 * Latency counts from when a message was due, so that a stall is seen by all that it made wait.
 *
 * @param perSecond over all pairs
 * @param partners of each sender
 */
public record RateWorkload(int perSecond, int partners, int textBytes) implements Workload {
    public RateWorkload {
        if (perSecond < 1) {
            throw new IllegalArgumentException("A rate is at least 1 a second: " + perSecond);
        }
        if (partners < 1) {
            throw new IllegalArgumentException("A sender writes to one at least: " + partners);
        }
    }

    @Override
    public String name() {
        return "rate";
    }

    @Override
    public Map<String, Integer> parameters() {
        return Map.of("perSecond", perSecond, "partners", partners, "textBytes", textBytes);
    }

    @Override
    public void send(Run run) throws InterruptedException {
        OpenLoopSchedule schedule = new OpenLoopSchedule(run.window().beginNanos(), perSecond);
        long number = 0;
        for (long due = schedule.dueNanos(0); !run.window().isOver(due); due = schedule.dueNanos(++number)) {
            OpenLoopSchedule.await(due);
            run.began(due);
            run.send((int) (number % run.conversations()), due, () -> {});
        }
    }
}
