package io.yizhan.bench.load;

import java.util.Map;

/**
 * A day in small: an open loop of direct messages with one in five to a group, while each second one receiver leaves
 * and comes back, at once or later, and then reads history.
 *
 * @param perSecond messages over all pairs and groups
 * @param groups that the pairs are dealt into
 */
public record MixedWorkload(int perSecond, int groups, int textBytes) implements Workload {
    private static final int ONE_TO_A_GROUP_OF = 5;
    private static final long BACK_MS = 60_000;

    public MixedWorkload {
        if (perSecond < 1 || groups < 1) {
            throw new IllegalArgumentException(
                    "Not a rate of at least 1 a second and a group: " + perSecond + ", " + groups);
        }
    }

    @Override
    public String name() {
        return "mixed";
    }

    @Override
    public Map<String, Integer> parameters() {
        return Map.of("perSecond", perSecond, "groups", groups, "textBytes", textBytes);
    }

    @Override
    public void send(Run run) throws InterruptedException {
        OpenLoopSchedule schedule = new OpenLoopSchedule(run.window().beginNanos(), perSecond);
        ComingsAndGoings visits = run.comingsAndGoings();
        long number = 0;
        for (long due = schedule.dueNanos(0); !run.window().isOver(due); due = schedule.dueNanos(++number)) {
            OpenLoopSchedule.await(due);
            run.began(due);
            if (number % perSecond == 0) {
                visits.next();
            }
            if (number % ONE_TO_A_GROUP_OF == 0) {
                run.sendToGroup((int) (number / ONE_TO_A_GROUP_OF % run.pairs()), due);
            } else {
                run.send((int) (number % run.pairs()), due, () -> {});
            }
        }
        visits.awaitAll(BACK_MS);
    }
}
