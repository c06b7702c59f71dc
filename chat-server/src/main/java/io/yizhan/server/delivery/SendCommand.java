package io.yizhan.server.delivery;

import chat.v2.Content;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.protocol.Recall;
import io.yizhan.server.archive.LogRecord;
import java.time.Duration;

/**
 * A checked send request to a user.
 *
 * @param sender from the session
 * @param device from the session; {@link DeviceId#SERVER} for what the server tells a conversation in the sender's name
 * @param recipient an existing user, possibly the sender
 * @param clientMsgId unsigned
 * @param content within the limits
 * @param waited how long ago its request came in: the answer is due ten seconds after that
 */
public record SendCommand(
        UserId sender, DeviceId device, UserId recipient, long clientMsgId, Content content, Duration waited) {
    /** A request that came just now. */
    public SendCommand(UserId sender, DeviceId device, UserId recipient, long clientMsgId, Content content) {
        this(sender, device, recipient, clientMsgId, content, Duration.ZERO);
    }

    /** What tells {@code conversation}, and so all devices of both sides, that a message was taken back. */
    static SendCommand telling(ConversationId conversation, Recall recall, UserId by) {
        UserId peer = conversation.peerOf(by);
        Content notice = recall.notice();
        return new SendCommand(by, DeviceId.SERVER, peer, LogRecord.Stored.idOf(ContentHash.of(peer, notice)), notice);
    }

    boolean isFromServer() {
        return device.equals(DeviceId.SERVER);
    }
}
