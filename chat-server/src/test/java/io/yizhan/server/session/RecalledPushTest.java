package io.yizhan.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.Frame;
import chat.v2.Message;
import io.yizhan.identity.UserId;
import io.yizhan.protocol.Recall;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A message that was taken back before the device had acknowledged it. */
class RecalledPushTest {
    private static final int LONG = 10_000;
    private static final long RESEND_MS = 5_000;

    private final SharedBytes memory = new SharedBytes(1 << 20);
    private final DeviceOnAChannel device = new DeviceOnAChannel(4, 1 << 20, memory).started();

    private static Message text(String conversation, long seq) {
        return DeviceOnAChannel.message(conversation, seq).toBuilder()
                .setContent(Content.newBuilder().setType(ContentType.TEXT).setText("x".repeat(LONG)))
                .build();
    }

    private static Message recallOf(String conversation, long recalled, long seq) {
        return DeviceOnAChannel.message(conversation, seq).toBuilder()
                .setContent(new Recall(recalled, new UserId("ann")).notice())
                .build();
    }

    private List<String> got() {
        return device.frames().stream()
                .filter(Frame::hasPush)
                .flatMap(frame -> frame.getPush().getMessagesList().stream())
                .map(message -> message.getConversationId() + message.getSeq() + " "
                        + message.getContent().getType()
                        + (message.getContent().getText().isEmpty() ? "" : " with text"))
                .toList();
    }

    @Test
    void isPushedAgainWithoutItsText() {
        device.session.push(text("d", 1));
        device.session.push(text("e", 1));
        device.session.push(recallOf("d", 1, 2));
        assertThat(got()).containsExactly("d1 TEXT with text", "e1 TEXT with text", "d2 SYSTEM");

        device.pass(RESEND_MS);

        assertThat(got()).containsExactly("d1 RECALLED", "e1 TEXT with text", "d2 SYSTEM");
    }

    @Test
    void isPushedAgainWithoutItsText_thoughTheRecallItselfFindsNoRoom() {
        device.session.push(text("d", 1));
        device.push("e", 1, 2, 3);
        device.session.push(recallOf("d", 1, 2));
        device.frames();

        device.pass(RESEND_MS);

        assertThat(got()).contains("d1 RECALLED").noneMatch(pushed -> pushed.contains("with text"));
    }

    @Test
    void isPushedWithoutItsText_whenItWasHeldBack() {
        device.push("d", 1, 2, 3, 4);
        device.push("d", 5); // no room: the head is named
        device.frames();
        device.session.push(text("d", 6));
        device.session.push(recallOf("d", 6, 7));

        device.acknowledge("d", 5);

        assertThat(got()).containsExactly("d6 RECALLED", "d7 SYSTEM");
    }

    @Test
    void takesNoMemoryForWhatIsGone() {
        device.session.push(text("d", 1));
        assertThat(memory.used()).isGreaterThan(LONG / 2);
        device.session.push(recallOf("d", 1, 2));
        assertThat(memory.used()).isZero();

        device.acknowledge("d", 2);
        device.session.closed();

        assertThat(memory.used()).isZero();
    }
}
