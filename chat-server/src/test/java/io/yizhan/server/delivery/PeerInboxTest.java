package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.ANN;
import static io.yizhan.server.delivery.World.BOB;
import static io.yizhan.server.delivery.World.LAPTOP;
import static io.yizhan.server.delivery.World.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Frame;
import chat.v2.KickReason;
import chat.v2.Message;
import chat.v2.Receipt;
import com.google.protobuf.ByteString;
import io.netty.channel.embedded.EmbeddedChannel;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.SessionId;
import io.yizhan.server.mesh.Kick;
import io.yizhan.server.mesh.PeerBatch;
import io.yizhan.server.mesh.PeerEvent;
import io.yizhan.server.mesh.SessionTarget;
import io.yizhan.server.session.LocalSession;
import io.yizhan.server.session.OnLoop;
import io.yizhan.server.session.RemoteSession;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerInboxTest {
    private static final NodeId PEER = new NodeId(2);
    private static final Message MESSAGE = Message.newBuilder().setSeq(7).build();

    private final World world = new World();
    private final List<SessionTarget> stale = new ArrayList<>();
    private final PeerInbox inbox = new PeerInbox(world.sessions, (by, targets) -> stale.addAll(targets));
    private final World.Device phone = world.local(BOB, PHONE);
    private final World.Device laptop = world.local(BOB, LAPTOP);

    private static SessionTarget target(World.Device device) {
        return RemoteSession.target(device.address());
    }

    private List<SessionTarget> receive(PeerEvent.Builder... events) {
        PeerBatch.Builder batch = PeerBatch.newBuilder();
        for (PeerEvent.Builder event : events) {
            batch.addEvents(event);
        }
        return inbox.receive(PEER, batch.build());
    }

    private static PeerEvent.Builder message() {
        return PeerEvent.newBuilder().setMessage(MESSAGE.toByteString());
    }

    private static PeerEvent.Builder kick() {
        return PeerEvent.newBuilder()
                .setKick(Kick.newBuilder()
                        .setReason(KickReason.LOGIN_ELSEWHERE_VALUE)
                        .setByDeviceId("tablet"));
    }

    @Test
    void pushesToEachSessionNamed() {
        assertThat(receive(message().addTargets(target(phone)).addTargets(target(laptop))))
                .isEmpty();
        for (World.Device device : List.of(phone, laptop)) {
            Frame frame = device.written().get(0);
            assertThat(frame.getPush().getMessagesList()).containsExactly(MESSAGE);
        }
    }

    @Test
    void writesFramesAsTheyAre() {
        Frame receipt = Frame.newBuilder()
                .setReceipt(Receipt.newBuilder().setReadSeq(3))
                .build();
        receive(PeerEvent.newBuilder().setFrame(receipt.toByteString()).addTargets(target(phone)));
        assertThat(phone.written().get(0)).isEqualTo(receipt);
        assertThat(laptop.written()).isEmpty();
    }

    @Test
    void namesWhoIsNotHere_andServesTheOthers() {
        SessionTarget gone = target(laptop).toBuilder().setSessionId("gone").build();
        SessionTarget older = target(laptop).toBuilder().setEpoch(6).build();
        SessionTarget nameless = target(laptop).toBuilder().setSessionId("").build();
        SessionTarget someoneElse = target(laptop).toBuilder().setUserId("eve").build();
        assertThat(receive(message()
                        .addTargets(gone)
                        .addTargets(older)
                        .addTargets(target(phone))
                        .addTargets(nameless)
                        .addTargets(someoneElse)))
                .containsExactly(gone, older, nameless, someoneElse);
        assertThat(phone.written()).hasSize(1);
        assertThat(laptop.written()).isEmpty();
    }

    @Test
    void neitherServesNorDeniesASession_whoseLoginIsNotAnswered() {
        EmbeddedChannel channel = new EmbeddedChannel();
        LocalSession early =
                new LocalSession(ANN, PHONE, World.PLATFORM, new SessionId("early"), channel, OnLoop.shared());
        world.sessions.add(early);
        SessionTarget target = SessionTarget.newBuilder()
                .setUserId("ann")
                .setDeviceId("phone")
                .setSessionId("early")
                .setEpoch(8)
                .build();
        assertThat(receive(message().addTargets(target))).isEmpty();
        assertThat(channel.outboundMessages()).isEmpty();
    }

    @Test
    void kicksOnlyTheSessionNamed_andOnlyUpToTheEpoch() {
        receive(kick().addTargets(target(phone).toBuilder().setEpoch(6)));
        assertThat(phone.session().isEnded()).isFalse();
        receive(kick().addTargets(target(phone)));
        Frame frame = phone.written().get(0);
        assertThat(frame.getKicked().getReason()).isEqualTo(KickReason.LOGIN_ELSEWHERE);
        assertThat(frame.getKicked().getByDeviceId()).isEqualTo("tablet");
        assertThat(phone.session().isEnded()).isTrue();
        assertThat(laptop.session().isEnded()).isFalse();
    }

    @Test
    void goesOn_afterAnEventThatCannotBeRead() {
        PeerEvent.Builder broken = PeerEvent.newBuilder()
                .setMessage(ByteString.copyFromUtf8("not protobuf"))
                .addTargets(target(phone));
        assertThat(receive(broken, message().addTargets(target(phone)))).isEmpty();
        assertThat(phone.written()).hasSize(1);
    }

    @Test
    void passesOnWhatAnotherWorkerDoesNotHave() {
        inbox.notHere(new Incarnation(PEER, 3), List.of(target(phone)));
        assertThat(stale).containsExactly(target(phone));
    }
}
