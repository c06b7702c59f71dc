package io.yizhan.server.delivery;

import chat.v2.Frame;
import chat.v2.Head;
import chat.v2.HeadNotice;
import chat.v2.Message;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.audience.OnlineMembers;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.session.SessionLocator;
import io.yizhan.server.state.Allocation.Audience;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * Decides where stored messages go: every session of the recipient and of the sender, but never the sending device.
 * Here they are pushed, to every other worker one batch goes. Nothing is promised beyond effort. Never blocks; safe
 * from any thread, and order is the caller's.
 */
public final class MessageRouter {
    private final SessionLocator sessions;
    private final OnlineMembers groups;
    private final LongAdder unsent = new LongAdder();

    /** Where there are no groups. */
    public MessageRouter(SessionLocator sessions) {
        this(sessions, OnlineMembers.NONE);
    }

    /** @param groups what groups are told here */
    public MessageRouter(SessionLocator sessions, OnlineMembers groups) {
        this.sessions = sessions;
        this.groups = groups;
    }

    /** How many messages of the conversation may go on now: of a group only those that its members here can be told. */
    int room(ConversationId conversation) {
        return conversation.group().map(groups::room).orElse(Integer.MAX_VALUE);
    }

    /** Routes the messages in this order, with what was said of all users concerned. */
    void route(List<Placed> stored, Recipients found) {
        Dispatch dispatch = new Dispatch(sessions);
        for (Placed placed : stored) {
            SendCommand command = placed.send().command();
            if (command.recipient() instanceof Recipient.Group group) {
                Audience audience = placed.audience();
                Message message = placed.message();
                groups.take(message, audience.changedSeq());
                Set<NodeId> workers = workers(placed.send().conversation(), message, audience.workers(), found);
                dispatch.push(group.id(), message, audience.changedSeq(), workers);
            } else if (command.recipient() instanceof Recipient.User peer) {
                List<SessionAddress> to = recipients(command.sender(), command.device(), peer.id(), found);
                if (!to.isEmpty()) {
                    dispatch.push(placed.message(), to);
                }
            }
        }
        unsent.add(dispatch.send().size());
    }

    /** Those with members online, and those where somebody is who may only now be one. Not this one. */
    private Set<NodeId> workers(
            ConversationId conversation, Message message, Set<Incarnation> interested, Recipients found) {
        Set<Incarnation> workers = new HashSet<>(interested);
        RecipientSearch.concerned(conversation, message)
                .ifPresent(user -> found.of(user).forEach(session -> workers.add(session.holder())));
        return workers.stream()
                .filter(worker -> !groups.isHere(worker))
                .map(Incarnation::node)
                .collect(Collectors.toSet());
    }

    /**
     * Tells workers of those who came to groups or went once more, since the first word may have been lost, or they
     * were not online then.
     */
    void tellAgain(List<LogRecord.Stored> events, Recipients found) {
        Dispatch dispatch = new Dispatch(sessions);
        for (LogRecord.Stored event : events) {
            Message message = event.message();
            groups.take(message, message.getSeq());
            event.conversation()
                    .group()
                    .ifPresent(group -> dispatch.push(
                            group, message, message.getSeq(), workers(event.conversation(), message, Set.of(), found)));
        }
        unsent.add(dispatch.send().size());
    }

    /**
     * Routes messages as they stand, possibly under other numbers than before. To their own devices, which are never
     * pushed what they sent, only the head is named; so it is to a group, whose members may be others by now.
     */
    void reroute(List<LogRecord.Stored> moved, Recipients found) {
        Dispatch dispatch = new Dispatch(sessions);
        for (LogRecord.Stored stored : moved) {
            Message message = stored.message();
            UserId sender = new UserId(message.getFromUserId());
            DeviceId device = stored.device();
            stored.conversation().group().ifPresent(group -> {
                groups.name(group, message.getSeq());
                dispatch.write(group, headOf(message), workers(stored.conversation(), message, found.in(group), found));
            });
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
                    found.of(sender).stream()
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

    private static List<SessionAddress> recipients(UserId sender, DeviceId device, UserId recipient, Recipients found) {
        List<SessionAddress> to = new ArrayList<>();
        found.of(sender).stream()
                .filter(session -> !session.device().equals(device))
                .forEach(to::add);
        if (!recipient.equals(sender)) {
            to.addAll(found.of(recipient));
        }
        return to;
    }
}
