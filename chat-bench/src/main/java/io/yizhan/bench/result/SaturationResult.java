package io.yizhan.bench.result;

import java.util.List;

/**
 * What goes through a cluster at most, and what its broker takes without it, in the same run.
 *
 * @param load as much as goes through
 * @param bare the same batches, appended by one who does nothing else: one after the other first
 */
public record SaturationResult(LoadResult load, List<BareResult> bare) {
    /** What of the bare producer's messages the cluster takes. */
    public double ratioTo(BareResult producer) {
        return load.ackedPerSecond() / producer.messagesPerSecond();
    }
}
