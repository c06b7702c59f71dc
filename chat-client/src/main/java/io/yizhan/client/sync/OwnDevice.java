package io.yizhan.client.sync;

import chat.v2.Message;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;

/** Who this client is. */
public record OwnDevice(UserId user, DeviceId device) {
    /** Whether this very device sent {@code message}; what it did through the gate (system messages) does not count. */
    public boolean sent(Message message) {
        return message.getFromUserId().equals(user.value())
                && message.getFromDeviceId().equals(device.value());
    }
}
