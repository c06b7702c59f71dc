package io.yizhan.server.delivery;

import chat.v2.Frame;
import chat.v2.Head;
import chat.v2.HeadNotice;
import chat.v2.Message;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.session.SessionLocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Decides where stored messages go: every session of the recipient and of the sender, but never the sending device.
 * Here they are pushed, to every other worker one batch goes. Nothing is promised beyond effort. Never blocks; safe
 * from any thread, and order is the caller's.
 */
public final class MessageRouter {
    private final SessionLocator sessions;
    private final LongAdder unsent = new LongAdder();

    public MessageRouter(SessionLocator sessions) {
        this.sessions = sessions;
    }

    /** Routes the messages in this order, with what the registry said of all users concerned. */
    void route(List<Placed> stored, Map<UserId, List<SessionAddress>> found) {
        Dispatch dispatch = new Dispatch(sessions);
        for (Placed placed : stored) {
            SendCommand command = placed.send().command();
            if (!(command.recipient() instanceof Recipient.User peer)) {
                continue;
            }
            List<SessionAddress> to = recipients(command.sender(), command.device(), peer.id(), found);
            if (!to.isEmpty()) {
                Message message = placed.message();
                dispatch.push(message, to);
            }
        }
        unsent.add(dispatch.send().size());
    }

    /**
     * Routes messages as they stand, possibly under other numbers than before. To their own devices, which are never
     * pushed what they sent, only the head is named.
     */
    void reroute(List<LogRecord.Stored> moved, Map<UserId, List<SessionAddress>> found) {
        Dispatch dispatch = new Dispatch(sessions);
        for (LogRecord.Stored stored : moved) {
            Message message = stored.message();
            UserId sender = new UserId(message.getFromUserId());
            DeviceId device = stored.device();
            if (!stored.conversation().isDirectOf(sender)) {
                continue;
            }
            UserId recipient = stored.conversation().peerOf(sender);
            List<SessionAddress> to = recipients(sender, device, recipient, found);
            if (!to.isEmpty()) {
                dispatch.push(message, to);
            }
            dispatch.write(
                    headOf(message),
                    found.getOrDefault(sender, List.of()).stream()
                            .filter(session -> session.device().equals(device))
                            .toList());
        }
        unsent.add(dispatch.send().size());
    }

    private static Frame headOf(Message message) {
        return Frame.newBuilder()
                .setHeadNotice(HeadNotice.newBuilder()
                        .addHeads(Head.newBuilder()
                                .setConversationId(message.getConversationId())
                                .setHeadSeq(message.getSeq())))
                .build();
    }

    /** How many batches found no link to their worker, or a full one, since the start. */
    public long unsentBatches() {
        return unsent.sum();
    }

    private static List<SessionAddress> recipients(
            UserId sender, DeviceId device, UserId recipient, Map<UserId, List<SessionAddress>> found) {
        List<SessionAddress> to = new ArrayList<>();
        found.getOrDefault(sender, List.of()).stream()
                .filter(session -> !session.device().equals(device))
                .forEach(to::add);
        if (!recipient.equals(sender)) {
            to.addAll(found.getOrDefault(recipient, List.of()));
        }
        return to;
    }
}
