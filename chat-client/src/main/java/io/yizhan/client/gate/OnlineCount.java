package io.yizhan.client.gate;

import java.util.List;

/**
 * How many sessions there are, as the workers last reported.
 *
 * @param sessions of all workers
 */
public record OnlineCount(long sessions, List<Node> nodes) {
    /** Of one worker. */
    public record Node(long id, long sessions) {}
}
