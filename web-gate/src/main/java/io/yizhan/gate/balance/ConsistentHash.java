package io.yizhan.gate.balance;

import io.yizhan.identity.UserId;
import java.util.Comparator;
import java.util.List;

/**
 * The same worker for a user each time, at every gate, as long as it is there; when one comes or goes only its own
 * share of the users moves. Each worker draws a number for the user, and the highest wins (rendezvous hashing), so
 * there is no ring to keep.
 */
public final class ConsistentHash implements BalanceStrategy {
    @Override
    public Candidate choose(List<Candidate> candidates, UserId user) {
        long key = hash(user.value());
        return candidates.stream()
                .max(Comparator.comparingLong(
                        candidate -> mix(key ^ mix(candidate.node().id().value() + 1))))
                .orElseThrow();
    }

    /** FNV-1a, 64 bits: the same at every gate. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    /** The last step of SplitMix64: each bit of the result depends on each bit of the number. */
    private static long mix(long number) {
        long mixed = (number ^ (number >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
