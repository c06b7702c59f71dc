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
 * @param messageId the id it gets if it is new
 * @param timeMs the worker's clock, Unix epoch milliseconds
 */
public record NumberRequest(
        ConversationId conversation,
        UserId sender,
        DeviceId device,
        long clientMsgId,
        long contentHash,
        long messageId,
        long timeMs) {}
