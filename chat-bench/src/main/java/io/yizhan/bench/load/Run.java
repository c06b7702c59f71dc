package io.yizhan.bench.load;

import io.yizhan.bench.result.Counts;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** One run over a fleet: sends under its own name, and keeps account of what becomes of it. Thread-safe. */
final class Run {
    private static final long LOOK_MS = 100;

    private final String name;
    private final Fleet fleet;
    private final List<Pair> pairs;
    private final MeasuredWindow window;
    private final int textBytes;
    private final List<PairLedger> ledgers;
    private final GroupTalk talk;
    private final ComingsAndGoings visits;
    private final Latencies acks;
    private final Latencies deliveries;
    private final Latencies starts;

    /**
     * Nothing is sent yet.
     *
     * @param name no other run of the fleet has it
     * @param partners that each sender writes to
     */
    Run(String name, Fleet fleet, int partners, MeasuredWindow window, int textBytes) {
        this.name = name;
        this.fleet = fleet;
        this.pairs = fleet.pairs();
        this.window = window;
        this.textBytes = textBytes;
        if (partners > pairs.size()) {
            throw new IllegalArgumentException("There are not so many to write to: " + partners + " > " + pairs.size());
        }
        this.ledgers = Stream.generate(PairLedger::new)
                .limit((long) partners * pairs.size())
                .toList();
        this.talk = new GroupTalk(name, fleet.groups());
        this.visits = new ComingsAndGoings(fleet);
        this.acks = new Latencies(window);
        this.deliveries = new Latencies(window);
        this.starts = new Latencies(window);
        fleet.tell(this::arrived);
    }

    int pairs() {
        return pairs.size();
    }

    /** As many as pairs, times the partners of each sender. */
    int conversations() {
        return ledgers.size();
    }

    MeasuredWindow window() {
        return window;
    }

    /** The generator got to a message that was due; what it was late by shows whether it keeps up. */
    void began(long dueNanos) {
        starts.through(dueNanos);
    }

    /**
     * Sends a conversation's next message. Never blocks.
     *
     * @param conversation from 0: first those of the pairs, then those of each sender with the next pair's receiver
     * @param dueNanos its latencies count from here
     * @param acked called when it is acknowledged, and only then, on the sender's thread
     */
    void send(int conversation, long dueNanos, Runnable acked) {
        Pair users = pairs.get(conversation % pairs.size());
        String receiver = pairs.get((conversation + conversation / pairs.size()) % pairs.size())
                .receiverId();
        PairLedger ledger = ledgers.get(conversation);
        synchronized (users) { // numbered in the order of sending
            int number = ledger.next();
            String text = new MessageTag(name, conversation, number, dueNanos).text(textBytes);
            var unused = users.sender().send(receiver, text).whenComplete((receipt, failure) -> {
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

    /** The sender of a pair tells its group something. Never blocks. */
    void sendToGroup(int pair, long dueNanos) {
        var unused = talk.send(pair, dueNanos, textBytes).thenRun(() -> acks.through(dueNanos));
    }

    /** Who comes and goes meanwhile. */
    ComingsAndGoings comingsAndGoings() {
        return visits;
    }

    /** The way to somebody who is away has no latency. */
    private void arrived(int receiver, MessageTag tag, boolean there) {
        boolean ours = tag.run().equals(name);
        if (ours) {
            ledgers.get(tag.pair()).shown(tag.number());
        }
        if ((ours || talk.shown(receiver, tag)) && there) {
            deliveries.through(tag.dueNanos());
        }
    }

    /** Waits for the end of the window. */
    void awaitEnd() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(Math.max(0, window.endNanos() - System.nanoTime()));
    }

    /** Waits until every send was answered, or nothing more came for {@code quietMs}. */
    void awaitAnswers(long quietMs) throws InterruptedException {
        await(() -> ledgers.stream().allMatch(PairLedger::isAnswered) && talk.isAnswered(), quietMs);
    }

    /** Waits until everything came to its end, or nothing more came for {@code quietMs}. */
    void settle(long quietMs) throws InterruptedException {
        await(() -> ledgers.stream().allMatch(PairLedger::isSettled) && talk.isSettled(), quietMs);
    }

    private void await(BooleanSupplier over, long quietMs) throws InterruptedException {
        long through = 0;
        long since = System.nanoTime();
        while (!over.getAsBoolean() && System.nanoTime() - since < TimeUnit.MILLISECONDS.toNanos(quietMs)) {
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
        return ledgers.stream().map(PairLedger::counts).reduce(talk.counts(), Counts::plus);
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
