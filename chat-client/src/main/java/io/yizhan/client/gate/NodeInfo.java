package io.yizhan.client.gate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A worker as an administrator sees it. */
public record NodeInfo(
        long id,
        String host,
        int port,
        @Nullable String wsUrl,
        long balance,
        String state,
        @Nullable List<Link> links) {
    /**
     * A link of that worker to another.
     *
     * @param sent what went over it; absent if the worker does not tell
     */
    public record Link(long peerId, String state, @Nullable Sent sent) {}

    /**
     * What one worker sent to another since the link exists.
     *
     * @param bytes of the frames as they travel
     * @param recipients sessions that they were for
     * @param repeats how many of the frames had been sent before
     */
    public record Sent(long frames, long bytes, long recipients, long repeats) {}
}
