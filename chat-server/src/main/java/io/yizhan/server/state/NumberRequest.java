package io.yizhan.server.state;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;

/**
 * One message that asks for its place.
 *
 * @param conversation where
 * @param sender from the session, never from the frame
 * @param device likewise
 * @param clientMsgId what makes a repeat recognisable, unsigned
 * @param contentHash of target and content; the same id with another hash is a conflict
 * @param messageId the id it gets if it is new and the conversation's last one is smaller; its low {@value #OWN_BITS}
 *     bits are the worker's own and make it unique, the bits above are milliseconds
 * @param timeMs the worker's clock, Unix epoch milliseconds
 * @param notStored the message store was asked for this id, and holds nothing
 */
public record NumberRequest(
        ConversationId conversation,
        UserId sender,
        DeviceId device,
        long clientMsgId,
        long contentHash,
        long messageId,
        long timeMs,
        boolean notStored) {
    /** Whether the server itself says it: nobody has to be a member for that, and it may change who is one. */
    public boolean isFromServer() {
        return device.equals(DeviceId.SERVER);
    }

    /** How many low bits of a message id are left as proposed. */
    public static final int OWN_BITS = 22;

    /** The low bits. */
    public static final long OWN_MASK = (1L << OWN_BITS) - 1;
}
