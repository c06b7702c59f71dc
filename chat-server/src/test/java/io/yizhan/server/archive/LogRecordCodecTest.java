package io.yizhan.server.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chat.v2.Message;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.protocol.Recall;
import io.yizhan.server.archive.wire.LogEntry;
import io.yizhan.server.archive.wire.StoredMessage;
import io.yizhan.server.archive.wire.VoidRange;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogRecordCodecTest {
    private final ConversationId conversation = Records.conversation();
    private final Message message = Records.message(conversation, 7, "phone", -1L);

    private static UnreadableRecordException refusal(byte[] bytes) {
        UnreadableRecordException refusal =
                catchThrowableOfType(UnreadableRecordException.class, () -> LogRecordCodec.decode(bytes));
        assertThat(refusal).isNotNull();
        return refusal;
    }

    private byte[] entry(Message what) {
        return LogEntry.newBuilder()
                .setConversationId(conversation.value())
                .setStored(StoredMessage.newBuilder().setMessage(what.toByteString()))
                .build()
                .toByteArray();
    }

    private byte[] range(long from, long to) {
        return LogEntry.newBuilder()
                .setConversationId(conversation.value())
                .setVoid(VoidRange.newBuilder().setFromSeq(from).setToSeq(to))
                .build()
                .toByteArray();
    }

    @Test
    void readsWhatItWrote() throws Exception {
        LogRecord stored = new LogRecord.Stored(conversation, message, Long.MIN_VALUE + 1);
        LogRecord nothing = new LogRecord.Void(conversation, 3, (1L << 53) - 1);

        assertThat(LogRecordCodec.decode(LogRecordCodec.encode(stored))).isEqualTo(stored);
        assertThat(LogRecordCodec.decode(LogRecordCodec.encode(nothing))).isEqualTo(nothing);
    }

    @Test
    void refusesGarbage_withoutAPlace() {
        UnreadableRecordException refusal = refusal("garbage".getBytes(StandardCharsets.UTF_8));

        assertThat(refusal.conversation()).isEmpty();
        assertThat(refusal.seq()).isZero();
    }

    @Test
    void refusesWhatALaterBuildMayHaveWritten() {
        byte[] unknown = LogEntry.newBuilder()
                .setConversationId(conversation.value())
                .build()
                .toByteArray();

        assertThat(refusal(unknown)).hasMessageContaining("Unknown kind");
    }

    @Test
    void tellsThePlace_whenOnlyTheSenderIsWrong() {
        UnreadableRecordException refusal =
                refusal(entry(message.toBuilder().setFromUserId("no\nbody").build()));

        assertThat(refusal.conversation()).isEqualTo(conversation.value());
        assertThat(refusal.seq()).isEqualTo(7);
        assertThat(refusal.getMessage()).doesNotContain("\n");
    }

    @Test
    void refusesAMessageThatFitsNoFrame_andTellsItsPlace() {
        Message large = message.toBuilder()
                .setContent(message.getContent().toBuilder().setText("x".repeat(600 << 10)))
                .build();

        UnreadableRecordException refusal = refusal(entry(large));

        assertThat(refusal).hasMessageContaining("too long");
        assertThat(refusal.conversation()).isEqualTo(conversation.value());
        assertThat(refusal.seq()).isEqualTo(7);
    }

    @Test
    void saysOfAnyBytesEitherWhatTheyAreOrThatTheyAreUnreadable() {
        Random random = new Random(5);
        byte[] whole = LogRecordCodec.encode(new LogRecord.Stored(conversation, message, 9));
        int readable = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = whole.clone();
            for (int change = 0; change <= random.nextInt(4); change++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                LogRecordCodec.decode(
                        i % 2 == 0 ? bytes : java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)));
                readable++;
            } catch (UnreadableRecordException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
        assertThat(readable).isBetween(1, 9_999);
    }

    @Test
    void refusesNumbersThatNoClientCanHold() {
        assertThat(refusal(entry(message.toBuilder().setSeq(0).build()))).hasMessageContaining("out of range");
        assertThat(refusal(entry(message.toBuilder().setSeq(1L << 53).build()))).hasMessageContaining("out of range");
        assertThat(refusal(entry(message.toBuilder().setSeq(-1).build()))).hasMessageContaining("out of range");
        assertThat(refusal(range(0, 4))).hasMessageContaining("Not a range");
        assertThat(refusal(range(5, 4))).hasMessageContaining("Not a range");
        assertThat(refusal(range(5, 1L << 53))).hasMessageContaining("Not a range");
    }

    @Test
    void refusesAMessageOfAnotherConversation() {
        Message foreign = message.toBuilder().setConversationId("g:other").build();

        assertThat(refusal(entry(foreign))).hasMessageContaining("g:other");
    }

    @Test
    void takesTheServersOwnWords_butNoClientsWithoutADevice() throws UnreadableRecordException {
        Message notice = message.toBuilder()
                .clearFromDeviceId()
                .clearClientMsgId()
                .setContent(new Recall(5, new UserId("alice")).notice())
                .build();
        LogRecord.Stored told = new LogRecord.Stored(conversation, notice, Long.MIN_VALUE);

        assertThat(LogRecordCodec.decode(LogRecordCodec.encode(told))).isEqualTo(told);
        assertThat(told.device()).isEqualTo(DeviceId.SERVER);
        assertThat(told.clientMsgId()).isEqualTo(LogRecord.Stored.idOf(Long.MIN_VALUE));
        assertThat(refusal(entry(message.toBuilder().clearFromDeviceId().build())))
                .hasMessageContaining("Not a sender");
    }
}
