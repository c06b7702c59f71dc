package io.yizhan.bench.micro;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** As {@link MicroBenchmarksTest}, of those that need a server. */
class MicroBenchmarksIT {
    /** Bytes that a worker allocates to have one message numbered; a tenth above what was seen. */
    private static final Map<String, Double> MOST = Map.of(
            "SequencerBenchmark.alone", 7_950.0,
            "SequencerBenchmark.amongManyOfAConversation", 2_550.0,
            "SequencerBenchmark.amongManyConversations", 5_450.0);

    @Test
    void allocatesNoMoreThanItDid() {
        Allocations.areAtMost("SequencerBenchmark", MOST);
    }
}
