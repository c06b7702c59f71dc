package io.yizhan.server.delivery;

import chat.v2.Content;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;

/**
 * A checked send request to a user.
 *
 * @param sender from the session
 * @param device from the session
 * @param recipient an existing user, possibly the sender
 * @param clientMsgId unsigned
 * @param content within the limits
 */
public record SendCommand(UserId sender, DeviceId device, UserId recipient, long clientMsgId, Content content) {}
