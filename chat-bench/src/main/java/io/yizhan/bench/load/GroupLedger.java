package io.yizhan.bench.load;

import io.yizhan.bench.result.Counts;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/** What became of each message of a run for each of those who were to get it. Thread-safe. */
final class GroupLedger {
    private final BitSet acked = new BitSet();
    private final List<Shown> receivers;
    private int sent;
    private int answered;
    private int failed;

    /** @param speakers who send in turns: what each sent is to be shown in that order */
    GroupLedger(int receivers, int speakers) {
        this.receivers =
                Stream.generate(() -> new Shown(speakers)).limit(receivers).toList();
    }

    /** The number of the next message. */
    synchronized int next() {
        return sent++;
    }

    synchronized void acked(int number) {
        acked.set(number);
        answered++;
    }

    synchronized void failed() {
        failed++;
        answered++;
    }

    void shown(int receiver, int speaker, int number) {
        receivers.get(receiver).add(speaker, number);
    }

    private synchronized BitSet allAcked() {
        return (BitSet) acked.clone();
    }

    synchronized boolean isAnswered() {
        return answered >= sent;
    }

    /** Whether each send was answered, and what was stored shown to all. */
    boolean isSettled() {
        // in this order: what is answered between the two is not to be taken for shown
        return isAnswered() && counts().lost() == 0;
    }

    Counts counts() {
        BitSet wanted = allAcked();
        Counts shown = receivers.stream().map(one -> one.counts(wanted)).reduce(Counts.NONE, Counts::plus);
        synchronized (this) {
            return new Counts(sent, wanted.cardinality(), failed, 0, 0, 0, 0).plus(shown);
        }
    }

    /** What one receiver was shown. */
    private static final class Shown {
        private final BitSet numbers = new BitSet();
        private final int[] highest;
        private long doubled;
        private long disordered;

        Shown(int speakers) {
            highest = new int[speakers];
            Arrays.fill(highest, -1);
        }

        synchronized void add(int speaker, int number) {
            if (numbers.get(number)) {
                doubled++;
                return;
            }
            numbers.set(number);
            if (number < highest[speaker]) {
                disordered++;
            }
            highest[speaker] = Math.max(highest[speaker], number);
        }

        synchronized Counts counts(BitSet wanted) {
            BitSet missing = (BitSet) wanted.clone();
            missing.andNot(numbers);
            return new Counts(0, 0, 0, numbers.cardinality(), missing.cardinality(), doubled, disordered);
        }
    }
}
