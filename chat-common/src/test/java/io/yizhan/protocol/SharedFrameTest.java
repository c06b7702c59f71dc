package io.yizhan.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Frame;
import chat.v2.Ping;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.junit.jupiter.api.Test;

class SharedFrameTest {
    private static final Frame FRAME = Frame.newBuilder()
            .setRequestId(7)
            .setPing(Ping.getDefaultInstance())
            .build();

    private final SharedFrame shared = new SharedFrame(FRAME);

    @Test
    void isHeaderAndBody() {
        ByteBuf bytes = shared.encoded();

        assertThat(bytes.readUnsignedShort()).isEqualTo(0x0086);
        assertThat(bytes.readUnsignedShort()).isEqualTo(2);
        assertThat(bytes.readInt()).isEqualTo(FRAME.getSerializedSize());
        assertThat(ByteBufUtil.getBytes(bytes)).isEqualTo(FRAME.toByteArray());
    }

    @Test
    void isTheSameBytesForEachConnection_whateverAnotherHasReadAndReleased() {
        ByteBuf first = shared.encoded();
        byte[] before = ByteBufUtil.getBytes(first);
        first.skipBytes(first.readableBytes());
        first.release();

        assertThat(ByteBufUtil.getBytes(shared.encoded())).isEqualTo(before);
    }

    @Test
    void isOnePiece_soThatNoConnectionPutsItTogetherFirst() {
        assertThat(shared.encoded().nioBufferCount()).isEqualTo(1);
        assertThat(shared.encoded().hasArray()).isTrue();
    }
}
