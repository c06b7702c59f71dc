package io.yizhan.server.delivery;

import chat.v2.Frame;
import chat.v2.Message;
import com.google.protobuf.ByteString;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.NodeId;
import io.yizhan.server.mesh.PeerBatch;
import io.yizhan.server.mesh.PeerEvent;
import io.yizhan.server.session.LocalSession;
import io.yizhan.server.session.RemoteSession;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.session.SessionLocator;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One round of telling sessions something: those here at once, every other worker with one batch in the end, in which
 * each thing stands once, with those it is for. Used by one thread, then thrown away.
 */
final class Dispatch {
    private final SessionLocator sessions;
    private final Map<NodeId, PeerBatch.Builder> batches = new LinkedHashMap<>();

    Dispatch(SessionLocator sessions) {
        this.sessions = sessions;
    }

    void push(Message message, Collection<SessionAddress> to) {
        Map<NodeId, PeerEvent.Builder> elsewhere = tellHere(to, session -> session.push(message));
        if (!elsewhere.isEmpty()) {
            ByteString bytes = message.toByteString();
            elsewhere.forEach((node, event) -> add(node, event.setMessage(bytes)));
        }
    }

    /** To all members of the group on these workers. */
    void push(GroupId group, Message message, long changedSeq, Collection<NodeId> workers) {
        if (!workers.isEmpty()) {
            ByteString bytes = message.toByteString();
            workers.forEach(node -> add(
                    node,
                    PeerEvent.newBuilder()
                            .setGroupId(group.value())
                            .setChangedSeq(changedSeq)
                            .setMessage(bytes)));
        }
    }

    /** As above, a frame that names heads. */
    void write(GroupId group, Frame frame, Collection<NodeId> workers) {
        workers.forEach(node ->
                add(node, PeerEvent.newBuilder().setGroupId(group.value()).setFrame(frame.toByteString())));
    }

    void write(Frame frame, Collection<SessionAddress> to) {
        Map<NodeId, PeerEvent.Builder> elsewhere = tellHere(to, session -> session.write(frame));
        if (!elsewhere.isEmpty()) {
            ByteString bytes = frame.toByteString();
            elsewhere.forEach((node, event) -> add(node, event.setFrame(bytes)));
        }
    }

    /** As {@link #write}, for what is worth nothing a moment later: to those only whose client reads right now. */
    void mention(Frame frame, Collection<SessionAddress> to) {
        Map<NodeId, PeerEvent.Builder> elsewhere = tellHere(to, session -> session.writeIfReading(frame, () -> {}));
        if (!elsewhere.isEmpty()) {
            ByteString bytes = frame.toByteString();
            elsewhere.forEach((node, event) -> add(node, event.setFrame(bytes)));
        }
    }

    private Map<NodeId, PeerEvent.Builder> tellHere(Collection<SessionAddress> to, Consumer<LocalSession> tell) {
        Map<NodeId, PeerEvent.Builder> elsewhere = new LinkedHashMap<>();
        for (SessionAddress address : to) {
            Optional<LocalSession> local = sessions.local().find(address.session());
            if (local.isPresent()) {
                tell.accept(local.get());
            } else {
                elsewhere
                        .computeIfAbsent(address.holder().node(), node -> PeerEvent.newBuilder())
                        .addTargets(RemoteSession.target(address));
            }
        }
        return elsewhere;
    }

    private void add(NodeId node, PeerEvent.Builder event) {
        batches.computeIfAbsent(node, any -> PeerBatch.newBuilder()).addEvents(event);
    }

    /** Hands the batches to those links only that can write them right now; the others drop them. */
    void sendIfIdle() {
        batches.forEach((node, batch) ->
                sessions.peers().send(node, batch.setFleeting(true).build()));
    }

    /** Hands the batches to the links; returns the workers for whom that failed. */
    Set<NodeId> send() {
        Set<NodeId> lost = new HashSet<>();
        batches.forEach((node, batch) -> {
            if (!sessions.peers().send(node, batch.build())) {
                lost.add(node);
            }
        });
        return lost;
    }
}
