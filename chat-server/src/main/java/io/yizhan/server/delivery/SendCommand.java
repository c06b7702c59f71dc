package io.yizhan.server.delivery;

import chat.v2.Content;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.protocol.GroupEvent;
import io.yizhan.protocol.Recall;
import io.yizhan.server.archive.LogRecord;
import java.time.Duration;

/**
 * A checked send request.
 *
 * @param sender from the session
 * @param device from the session; {@link DeviceId#SERVER} for what the server tells a conversation in the sender's name
 * @param recipient a user who exists, or a group, of which the sender need not be a member any more
 * @param clientMsgId unsigned
 * @param content within the limits
 * @param waited how long ago its request came in: the answer is due ten seconds after that
 */
public record SendCommand(
        UserId sender, DeviceId device, Recipient recipient, long clientMsgId, Content content, Duration waited) {
    /** A request that came just now. */
    public SendCommand(UserId sender, DeviceId device, Recipient recipient, long clientMsgId, Content content) {
        this(sender, device, recipient, clientMsgId, content, Duration.ZERO);
    }

    /** What tells {@code conversation}, and so all devices of its members, that a message was taken back. */
    static SendCommand telling(ConversationId conversation, Recall recall, UserId by) {
        Recipient all = conversation
                .group()
                .<Recipient>map(Recipient.Group::new)
                .orElseGet(() -> new Recipient.User(conversation.peerOf(by)));
        return fromServer(by, all, recall.notice());
    }

    /**
     * What tells a group that something happened to it. Said twice it is one message, so {@code event} has to hold
     * something that makes it this one.
     *
     * @param event a SYSTEM message
     * @param by who did it, need not be a member
     */
    public static SendCommand telling(GroupId group, Content event, UserId by) {
        return fromServer(by, new Recipient.Group(group), event);
    }

    private static SendCommand fromServer(UserId by, Recipient to, Content content) {
        return new SendCommand(by, DeviceId.SERVER, to, LogRecord.Stored.idOf(ContentHash.of(to, content)), content);
    }

    /** Where its message goes. */
    public ConversationId conversation() {
        return recipient.conversationWith(sender);
    }

    /** Whether nothing older can have its id: the events of a group are made anew for each change. */
    boolean isUnheardOf() {
        return isFromServer() && GroupEvent.in(content).isPresent();
    }

    boolean isFromServer() {
        return device.equals(DeviceId.SERVER);
    }
}
