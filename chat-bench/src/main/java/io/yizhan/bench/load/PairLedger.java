package io.yizhan.bench.load;

import io.yizhan.bench.result.Counts;
import java.util.BitSet;

/** What became of each message that one user of a pair sent to the other in one run. Thread-safe. */
final class PairLedger {
    private final BitSet acked = new BitSet();
    private final BitSet shown = new BitSet();
    private int sent;
    private int failed;
    private int highestShown = -1;
    private long doubled;
    private long disordered;

    /** The number of the next message, in the order of sending. */
    synchronized int next() {
        return sent++;
    }

    synchronized void acked(int number) {
        acked.set(number);
    }

    /** It was refused, or its outcome is open. */
    synchronized void failed() {
        failed++;
    }

    /** The receiver's application has it: again, after one that was sent later, or as it should be. */
    synchronized void shown(int number) {
        if (shown.get(number)) {
            doubled++;
            return;
        }
        shown.set(number);
        if (number < highestShown) {
            disordered++;
        }
        highestShown = Math.max(highestShown, number);
    }

    /** Whether each send was answered. */
    synchronized boolean isAnswered() {
        return acked.cardinality() + failed >= sent;
    }

    /** Whether each send was answered, and what was acknowledged was shown. */
    synchronized boolean isSettled() {
        return isAnswered() && missing() == 0;
    }

    synchronized Counts counts() {
        return new Counts(sent, acked.cardinality(), failed, shown.cardinality(), missing(), doubled, disordered);
    }

    private int missing() {
        BitSet missing = (BitSet) acked.clone();
        missing.andNot(shown);
        return missing.cardinality();
    }
}
