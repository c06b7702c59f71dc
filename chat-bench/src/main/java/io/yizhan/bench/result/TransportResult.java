package io.yizhan.bench.result;

import io.yizhan.bench.machine.ProcessUse;
import java.util.List;

/**
 * What one transport did for so many workers.
 *
 * @param workers of which each message is for all but the one that sends it
 * @param messagesPerSecond handed over, of all workers together
 * @param framesPerMessage as the links count them
 * @param bytesPerFrame as the links count them
 * @param wireBytesPerMessage of all that went over connections meanwhile, signs of life included: as Redis counts them,
 *     in and out, or as the links of the mesh do, which have no signs of life in it
 * @param handOver from the call of the sender to that of the receiver, in microseconds
 * @param processes their use, for each million of frames
 * @param missing frames that had not come in the end, and those that came again or too early
 */
public record TransportResult(
        String transport,
        int workers,
        double messagesPerSecond,
        double framesPerMessage,
        double bytesPerFrame,
        double wireBytesPerMessage,
        Percentiles handOver,
        List<ProcessUse> processes,
        long missing) {
    /** Whether each frame came, once and in order. */
    public boolean isClean() {
        return missing == 0;
    }
}
