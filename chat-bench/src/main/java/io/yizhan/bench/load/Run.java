package io.yizhan.bench.load;

import io.yizhan.bench.result.Counts;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** One run over a fleet: sends under its own name, and keeps account of what becomes of it. Thread-safe. */
final class Run {
    private static final long LOOK_MS = 100;

    private final String name;
    private final List<Pair> pairs;
    private final MeasuredWindow window;
    private final int textBytes;
    private final List<PairLedger> ledgers;
    private final Latencies acks;
    private final Latencies deliveries;
    private final Latencies starts;

    /** @param name no other run of the fleet has it */
    Run(String name, Fleet fleet, MeasuredWindow window, int textBytes) {
        this.name = name;
        this.pairs = fleet.pairs();
        this.window = window;
        this.textBytes = textBytes;
        this.ledgers = Stream.generate(PairLedger::new).limit(pairs.size()).toList();
        this.acks = new Latencies(window);
        this.deliveries = new Latencies(window);
        this.starts = new Latencies(window);
        fleet.tell(this::arrived);
    }

    int pairs() {
        return pairs.size();
    }

    MeasuredWindow window() {
        return window;
    }

    /** The generator got to a message that was due; what it was late by shows whether it keeps up. */
    void began(long dueNanos) {
        starts.through(dueNanos);
    }

    /**
     * Sends a pair's next message. Never blocks.
     *
     * @param dueNanos its latencies count from here
     * @param acked called when it is acknowledged, and only then, on the sender's thread
     */
    void send(int pair, long dueNanos, Runnable acked) {
        Pair users = pairs.get(pair);
        PairLedger ledger = ledgers.get(pair);
        synchronized (users) { // numbered in the order of sending
            int number = ledger.next();
            String text = new MessageTag(name, pair, number, dueNanos).text(textBytes);
            var unused = users.sender().send(users.receiverId(), text).whenComplete((receipt, failure) -> {
                if (failure != null) {
                    ledger.failed();
                    return;
                }
                acks.through(dueNanos);
                ledger.acked(number);
                acked.run();
            });
        }
    }

    private void arrived(MessageTag tag) {
        if (tag.run().equals(name)) {
            deliveries.through(tag.dueNanos());
            ledgers.get(tag.pair()).shown(tag.number());
        }
    }

    /** Waits for the end of the window. */
    void awaitEnd() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(Math.max(0, window.endNanos() - System.nanoTime()));
    }

    /** Waits until every send was answered, or nothing more came for {@code quietMs}. */
    void awaitAnswers(long quietMs) throws InterruptedException {
        await(PairLedger::isAnswered, quietMs);
    }

    /** Waits until everything came to its end, or nothing more came for {@code quietMs}. */
    void settle(long quietMs) throws InterruptedException {
        await(PairLedger::isSettled, quietMs);
    }

    private void await(Predicate<PairLedger> over, long quietMs) throws InterruptedException {
        long through = 0;
        long since = System.nanoTime();
        while (!ledgers.stream().allMatch(over) && System.nanoTime() - since < TimeUnit.MILLISECONDS.toNanos(quietMs)) {
            Counts counts = counts();
            long now = counts.acked() + counts.failed() + counts.delivered();
            if (now != through) {
                through = now;
                since = System.nanoTime();
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
    }

    Counts counts() {
        return ledgers.stream().map(PairLedger::counts).reduce(Counts.NONE, Counts::plus);
    }

    Latencies acks() {
        return acks;
    }

    Latencies deliveries() {
        return deliveries;
    }

    /** Of an open loop; without values for a closed one. */
    Latencies starts() {
        return starts;
    }
}
