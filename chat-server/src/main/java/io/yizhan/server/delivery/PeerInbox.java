package io.yizhan.server.delivery;

import chat.v2.Frame;
import chat.v2.KickReason;
import chat.v2.Kicked;
import chat.v2.Message;
import com.google.protobuf.InvalidProtocolBufferException;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.SessionId;
import io.yizhan.server.audience.OnlineMembers;
import io.yizhan.server.mesh.Kick;
import io.yizhan.server.mesh.PeerBatch;
import io.yizhan.server.mesh.PeerEvent;
import io.yizhan.server.mesh.SessionTarget;
import io.yizhan.server.session.LocalSession;
import io.yizhan.server.session.PeerTransport;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.session.SessionManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives what other workers send to the sessions here. Never blocks; safe from any thread. */
public final class PeerInbox implements PeerTransport.Receiver {
    private static final Logger log = LoggerFactory.getLogger(PeerInbox.class);

    private final SessionManager sessions;
    private final OnlineMembers groups;
    private final BiConsumer<Incarnation, List<SessionTarget>> stale;

    /** Where there are no groups. */
    public PeerInbox(SessionManager sessions, BiConsumer<Incarnation, List<SessionTarget>> stale) {
        this(sessions, OnlineMembers.NONE, stale);
    }

    /** @param stale takes the registry's entries that another worker says are not there; must not block */
    public PeerInbox(
            SessionManager sessions, OnlineMembers groups, BiConsumer<Incarnation, List<SessionTarget>> stale) {
        this.sessions = sessions;
        this.groups = groups;
        this.stale = stale;
    }

    @Override
    public List<SessionTarget> receive(NodeId from, PeerBatch batch) {
        List<SessionTarget> absent = new ArrayList<>();
        for (PeerEvent event : batch.getEventsList()) {
            try {
                take(event, absent);
            } catch (InvalidProtocolBufferException e) {
                log.warn("Could not read what a worker sent: {}", from, e);
            }
        }
        return absent;
    }

    @Override
    public void notHere(Incarnation by, List<SessionTarget> targets) {
        stale.accept(by, targets);
    }

    private void take(PeerEvent event, List<SessionTarget> absent) throws InvalidProtocolBufferException {
        switch (event.getWhatCase()) {
            case MESSAGE -> {
                Message message = Message.parseFrom(event.getMessage());
                if (!event.getGroupId().isEmpty()) {
                    groups.take(message, event.getChangedSeq());
                }
                tell(event, session -> session.push(message), absent);
            }
            case FRAME -> {
                Frame frame = Frame.parseFrom(event.getFrame());
                if (!event.getGroupId().isEmpty()) {
                    GroupId group = new GroupId(event.getGroupId());
                    frame.getHeadNotice().getHeadsList().forEach(head -> groups.name(group, head.getHeadSeq()));
                }
                tell(event, session -> write(session, frame), absent);
            }
            case KICK -> event.getTargetsList().forEach(target -> kick(target, event.getKick()));
            case WHAT_NOT_SET -> log.debug("A worker of another version sent an unknown event");
        }
    }

    private void tell(PeerEvent event, Consumer<LocalSession> what, List<SessionTarget> absent) {
        for (SessionTarget target : event.getTargetsList()) {
            Optional<LocalSession> session = find(target);
            Optional<SessionAddress> address = session.flatMap(LocalSession::registered);
            if (session.isEmpty()
                    || address.filter(here -> here.epoch() != target.getEpoch()).isPresent()) {
                absent.add(target);
            } else if (address.isPresent()) {
                what.accept(session.get());
            }
            // otherwise its login is not answered yet, and it reads the heads after that: not absent, but nothing to
            // tell
        }
    }

    /** Messages whose heads are named were lost on the way; the device may have heard of them otherwise. */
    private static void write(LocalSession session, Frame frame) {
        if (frame.hasHeadNotice()) {
            session.tell(frame.getHeadNotice().getHeadsList());
        } else if (frame.hasTyping()) {
            session.writeIfReading(frame, () -> {}); // too late is worse than never
        } else {
            session.write(frame);
        }
    }

    private void kick(SessionTarget target, Kick kick) {
        find(target)
                .filter(session -> session.registered()
                        .map(address -> address.epoch() <= target.getEpoch())
                        .orElse(true))
                .ifPresent(session -> session.kick(Kicked.newBuilder()
                        .setReason(reasonOf(kick))
                        .setByDeviceId(kick.getByDeviceId())
                        .setMessage(kick.getText())
                        .build()));
    }

    private static KickReason reasonOf(Kick kick) {
        return Optional.ofNullable(KickReason.forNumber(kick.getReason())).orElse(KickReason.KICK_UNSPECIFIED);
    }

    private Optional<LocalSession> find(SessionTarget target) {
        return target.getSessionId().isEmpty()
                ? Optional.empty()
                : sessions.find(new SessionId(target.getSessionId()))
                        .filter(session -> session.user().value().equals(target.getUserId()));
    }
}
