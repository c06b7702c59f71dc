package io.yizhan.gate.balance;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What was sent to one worker and is not in its reports yet. A report shows a client only some time after the client
 * was sent there: it has to dial and log in, and the report waits its turn. So a report takes back only what is older
 * than that time. Of bounded size, however long no report comes. One thread at a time; times are monotonic nanoseconds.
 */
final class Assignments {
    private static final int SLICES = 20;

    private final long unseenNanos;
    private final Deque<Slice> slices = new ArrayDeque<>();
    private long count;

    private record Slice(long begun, long count) {}

    /** @param unseenFor how old a client is at least that a report shows */
    Assignments(Duration unseenFor) {
        this.unseenNanos = unseenFor.toNanos();
    }

    void add(long now) {
        Slice last = slices.peekLast();
        if (last != null && now - last.begun() < unseenNanos / SLICES) {
            slices.removeLast();
            slices.addLast(new Slice(last.begun(), last.count() + 1));
        } else {
            slices.addLast(new Slice(now, 1));
            mergeOld(now);
        }
        count++;
    }

    /** What the next report takes back anyway needs only one slice. */
    private void mergeOld(long now) {
        while (slices.size() > 2) {
            Slice first = slices.removeFirst();
            Slice second = slices.removeFirst();
            if (now - second.begun() < unseenNanos) {
                slices.addFirst(second);
                slices.addFirst(first);
                return;
            }
            slices.addFirst(new Slice(second.begun(), first.count() + second.count()));
        }
    }

    /** The worker has said how many it has. */
    void reported(long now) {
        while (!slices.isEmpty() && now - slices.peekFirst().begun() >= unseenNanos) {
            count -= slices.removeFirst().count();
        }
    }

    long count() {
        return count;
    }
}
