package io.yizhan.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Frame;
import chat.v2.Head;
import chat.v2.Message;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.yizhan.server.mesh.PeerBatch;
import io.yizhan.server.mesh.PeerEvent;
import io.yizhan.server.mesh.SessionTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MissedHeadsTest {
    private final MissedHeads missed = new MissedHeads();

    @Test
    void namesTheHighestNumber_toAllWhoMissedSomething() throws Exception {
        missed.add(batch(message("d", 4, "phone"), message("e", 1, "phone")));
        missed.add(batch(message("d", 6, "laptop"), message("d", 5, "phone")));

        assertThat(all()).containsExactly("d6 [phone, laptop]", "e1 [phone]");
        assertThat(missed.take()).isEmpty();
    }

    @Test
    void leavesOut_whatComesAgainByItself() {
        missed.add(batch(PeerEvent.newBuilder()
                .setFrame(Frame.getDefaultInstance().toByteString())
                .build()));
        missed.add(batch(PeerEvent.newBuilder()
                .setMessage(ByteString.copyFrom(new byte[] {1, 2, 3}))
                .build()));

        assertThat(missed.take()).isEmpty();
    }

    @Test
    void keepsTheLatest_whenTooManyAreConcerned() throws Exception {
        for (int number = 0; number < 25_000; number++) {
            missed.add(batch(message("c" + number, 1, "phone")));
        }

        assertThat(all()).hasSize(20_000).doesNotContain("c4999 1[phone]").endsWith("c249991 [phone]");
    }

    private List<String> all() throws InvalidProtocolBufferException {
        List<String> all = new ArrayList<>();
        for (Optional<PeerBatch> next = missed.take(); next.isPresent(); next = missed.take()) {
            for (PeerEvent event : next.get().getEventsList()) {
                Head head = Frame.parseFrom(event.getFrame()).getHeadNotice().getHeads(0);
                all.add(head.getConversationId() + head.getHeadSeq() + " "
                        + event.getTargetsList().stream()
                                .map(SessionTarget::getDeviceId)
                                .toList());
            }
        }
        return all;
    }

    private static PeerBatch batch(PeerEvent... events) {
        return PeerBatch.newBuilder().addAllEvents(List.of(events)).build();
    }

    private static PeerEvent message(String conversation, long seq, String device) {
        return PeerEvent.newBuilder()
                .addTargets(SessionTarget.newBuilder().setDeviceId(device))
                .setMessage(Message.newBuilder()
                        .setConversationId(conversation)
                        .setSeq(seq)
                        .build()
                        .toByteString())
                .build();
    }
}
