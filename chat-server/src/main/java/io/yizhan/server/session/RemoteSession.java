package io.yizhan.server.session;

import chat.v2.Frame;
import chat.v2.Kicked;
import chat.v2.Message;
import io.yizhan.server.mesh.Kick;
import io.yizhan.server.mesh.PeerBatch;
import io.yizhan.server.mesh.PeerEvent;
import io.yizhan.server.mesh.SessionTarget;

/**
 * A session that another worker holds.
 *
 * @param address what the registry says
 * @param peers the way there
 */
public record RemoteSession(SessionAddress address, PeerTransport peers) implements ServerSession {
    /** How the mesh names a session. */
    public static SessionTarget target(SessionAddress address) {
        return SessionTarget.newBuilder()
                .setUserId(address.user().value())
                .setDeviceId(address.device().value())
                .setSessionId(address.session().value())
                .setEpoch(address.epoch())
                .setPlatform(address.platform())
                .build();
    }

    @Override
    public void push(Message message) {
        send(PeerEvent.newBuilder().setMessage(message.toByteString()));
    }

    @Override
    public void write(Frame frame) {
        send(PeerEvent.newBuilder().setFrame(frame.toByteString()));
    }

    @Override
    public void kick(Kicked notice) {
        send(PeerEvent.newBuilder()
                .setKick(Kick.newBuilder()
                        .setReason(notice.getReasonValue())
                        .setByDeviceId(notice.getByDeviceId())
                        .setText(notice.getMessage())));
    }

    private void send(PeerEvent.Builder event) {
        peers.send(
                address.holder().node(),
                PeerBatch.newBuilder()
                        .addEvents(event.addTargets(target(address)))
                        .build());
    }
}
