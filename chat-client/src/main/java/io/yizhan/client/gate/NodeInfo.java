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
    /** A mesh link of that worker. */
    public record Link(long peerId, String state) {}
}
