package io.yizhan.access;

import io.yizhan.identity.NodeId;
import java.time.Duration;
import java.util.Map;

/**
 * How many sessions each worker has, for programs that read it where it is kept; nothing of ours goes by it. Blocks;
 * safe from any thread; fails with the store's unchecked exception when it cannot be reached.
 */
public interface LoginCounts {
    /** What is not written again is forgotten after this. */
    Duration EXPIRY = Duration.ofSeconds(15);

    /** Puts these in the place of all that was there, in one step. */
    void replace(Map<NodeId, Integer> counts);
}
