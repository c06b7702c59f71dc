package io.yizhan.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import chat.v2.Content;
import chat.v2.Frame;
import chat.v2.Head;
import chat.v2.Message;
import chat.v2.PullResponse;
import chat.v2.Receipt;
import io.netty.channel.WriteBufferWaterMark;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Devices that read slowly, acknowledge late, or hold much. */
class SlowDeviceTest {
    private static final int LONG = 10_000;

    private final SharedBytes memory = new SharedBytes(20_000);
    private final DeviceOnAChannel device = new DeviceOnAChannel(32, 1 << 20, memory).started();

    @Test
    void namesHeadsItIsTold_onlyOnceItReads() {
        device.reads(false);
        device.session.tell(List.of(head("d", 4)));
        device.session.tell(List.of(head("d", 3), head("e", 1)));
        assertThat(device.got()).isEmpty();

        device.reads(true);

        assertThat(device.got()).containsExactly("head_notice d4 e1");
        device.push("d", 5);
        assertThat(device.got()).containsExactly("push d5");
    }

    @Test
    void isToldWithTheHead_thatItsUserIsMentionedInWhatWasNotPushed() {
        DeviceOnAChannel narrow = new DeviceOnAChannel(1, 1 << 20).started();
        narrow.push("g:club", 1);
        narrow.session.push(mention("g:club", 2, "alice"));
        narrow.session.push(mention("g:tea", 1, "alice,bob"));
        narrow.session.push(mention("g:all", 1, "@all"));

        assertThat(narrow.frames())
                .filteredOn(Frame::hasHeadNotice)
                .flatExtracting(frame -> frame.getHeadNotice().getHeadsList())
                .extracting(Head::getConversationId, Head::getMentioned)
                .containsExactly(tuple("g:club", false), tuple("g:tea", true), tuple("g:all", true));
    }

    private static Message mention(String conversation, long seq, String names) {
        return DeviceOnAChannel.message(conversation, seq).toBuilder()
                .setContent(Content.newBuilder().putProperties("mention", names))
                .build();
    }

    @Test
    void getsTheLastReceiptOnly_onceItReads() {
        device.reads(false);
        for (long seq = 1; seq <= 5_000; seq++) {
            device.session.write(receipt("d", seq));
            device.session.write(receipt("e", seq));
        }
        assertThat(device.frames()).isEmpty();

        device.reads(true);

        assertThat(device.frames())
                .extracting(frame -> frame.getReceipt().getConversationId()
                        + frame.getReceipt().getDeliveredSeq())
                .containsExactly("d5000", "e5000");
    }

    @Test
    void getsEveryAnswer_onceItReads_howeverLong() {
        device.reads(false);
        IntStream.rangeClosed(1, 20).forEach(id -> device.session.write(page(id)));
        IntStream.range(0, 5_000).forEach(i -> device.session.write(receipt("c" + i, 1)));
        device.reads(true);

        List<Frame> frames = device.frames();

        assertThat(frames)
                .filteredOn(Frame::hasPullResponse)
                .extracting(Frame::getRequestId)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 20).boxed().toList());
        assertThat(frames).filteredOn(Frame::hasReceipt).hasSizeBetween(100, 2_000);
    }

    private static Frame page(long requestId) {
        return Frame.newBuilder()
                .setRequestId(requestId)
                .setPullResponse(PullResponse.newBuilder().addMessages(longMessage("d", 1)))
                .build();
    }

    @Test
    void keepsFewReceipts_theLatest() {
        device.reads(false);
        IntStream.range(0, 5_000).forEach(i -> device.session.write(receipt("c" + i, 1)));
        device.reads(true);

        List<Frame> frames = device.frames();

        assertThat(frames).hasSizeBetween(100, 2_000);
        assertThat(frames.get(frames.size() - 1).getReceipt().getConversationId())
                .isEqualTo("c4999");
        assertThat(frames.stream().mapToInt(Frame::getSerializedSize).sum()).isLessThanOrEqualTo(16 << 10);
    }

    @Test
    void isNotHurried_afterTheWorkerStoodStill() {
        device.push("d", 1);
        device.got();

        device.pass(12_000);
        assertThat(device.got()).containsExactly("push d1");
        device.pass(4_999);
        assertThat(device.got()).isEmpty();
        device.pass(1);
        assertThat(device.got()).containsExactly("push d1");
        assertThat(device.channel.isOpen()).isTrue();
    }

    @Test
    void getsHeadsOnly_whenTheMemoryOfAllIsUsedUp_butShortMessagesAlways() {
        DeviceOnAChannel greedy = new DeviceOnAChannel(32, 1 << 20, memory).started();
        IntStream.rangeClosed(1, 4).forEach(seq -> greedy.session.push(longMessage("g", seq)));
        assertThat(greedy.got()).containsExactly("push g1", "push g2", "head_notice g3");

        device.session.push(longMessage("d", 1));
        device.push("e", 1, 2, 3);

        assertThat(device.got()).containsExactly("head_notice d1", "push e1", "push e2", "push e3");
    }

    @Test
    void getsOfARoundWhatItsWindowHolds_andTheHeadOfTheRest() {
        DeviceOnAChannel narrow = new DeviceOnAChannel(2, 1 << 20).started();

        narrow.round("g", 1, 2);
        narrow.acknowledge("g", 2);
        narrow.round("g", 2, 3);
        narrow.round("g", 4, 5);

        assertThat(narrow.got()).containsExactly("push g1 g2", "push g3", "push g4", "head_notice g5");
    }

    @Test
    void getsEachOfARoundByItself_whereItsSocketHasNoRoomForAll() {
        device.channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(20, 40));
        device.round("g", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

        assertThat(device.got()).hasSize(10).startsWith("push g1", "push g2");
    }

    @Test
    void getsNothingOfARound_butItsHead_whileItDoesNotRead() {
        device.reads(false);
        device.round("g", 1, 2);
        assertThat(device.got()).isEmpty();

        device.reads(true);
        assertThat(device.got()).containsExactly("head_notice g2");
    }

    @Test
    void givesTheMemoryBack_whenItAcknowledgesOrGoes() {
        device.session.push(longMessage("d", 1));
        device.session.push(longMessage("d", 2));
        assertThat(memory.used()).isGreaterThan(LONG);

        device.acknowledge("d", 1);
        assertThat(memory.used()).isBetween(1L, (long) LONG);
        device.session.push(longMessage("d", 3));
        device.session.closed();
        device.session.closed();
        device.acknowledge("d", 3);

        assertThat(memory.used()).isZero();
    }

    private static Message longMessage(String conversation, long seq) {
        return DeviceOnAChannel.message(conversation, seq).toBuilder()
                .setContent(Content.newBuilder().setText("x".repeat(LONG)))
                .build();
    }

    private static Head head(String conversation, long seq) {
        return Head.newBuilder().setConversationId(conversation).setHeadSeq(seq).build();
    }

    private static Frame receipt(String conversation, long seq) {
        return Frame.newBuilder()
                .setReceipt(Receipt.newBuilder()
                        .setConversationId(conversation)
                        .setUserId("ann")
                        .setDeliveredSeq(seq))
                .build();
    }
}
