package io.yizhan.client.store;

import chat.v2.SendRequest;
import java.util.List;
import java.util.Map;

/**
 * What a device remembers.
 *
 * @param progress by conversation id
 * @param listed whether every conversation was known once, so that one that is not among these began later
 * @param outgoing sends without a known end, ascending by id
 * @param reservedMessageIds every client message id that was used is below; 0 when none was
 */
public record LocalState(
        Map<String, Progress> progress, boolean listed, List<SendRequest> outgoing, long reservedMessageIds) {
    /** Of a device that begins. */
    public static final LocalState EMPTY = new LocalState(Map.of(), false, List.of(), 0);

    public LocalState {
        progress = Map.copyOf(progress);
        outgoing = List.copyOf(outgoing);
    }
}
