package io.yizhan.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import book.v1.ProtoMsg;
import chat.v2.Frame;
import com.google.protobuf.CodedOutputStream;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FrameCodecTest extends FrameCodecFixture {
    @Test
    void writesHeaderAndBody() {
        assertThat(hex(bytesOf(PING))).isEqualTo("00860002" + "00000006" + "0807" + "7202082a");
    }

    @Test
    void readsWhatItWrote() {
        channel.writeInbound(Unpooled.wrappedBuffer(bytesOf(PING)));

        assertThat(frames()).containsExactly(PING);
    }

    @Test
    void readsAnEmptyBody_asAFrameWithoutABody() {
        channel.writeInbound(header(0x86, 2, 0));

        assertThat(frames()).containsExactly(Frame.getDefaultInstance());
    }

    @Test
    void readsFrames_byteByByte() {
        byte[] two = bytesOf(PING, frameOfBody(1000));
        for (byte b : two) {
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {b}));
        }

        assertThat(frames()).containsExactly(PING, frameOfBody(1000));
    }

    @Test
    void readsManyFrames_outOfOneRead() {
        channel.writeInbound(Unpooled.wrappedBuffer(bytesOf(PING, PING, PING)));

        assertThat(frames()).hasSize(3);
    }

    @Test
    void takesABodyOfExactlyTheLimit_andALargerOneOnceTheLimitIsRaised() {
        decoder.setBodyLimit(1000);
        channel.writeInbound(Unpooled.wrappedBuffer(bytesOf(frameOfBody(1000))));
        decoder.setBodyLimit(1 << 20);
        channel.writeInbound(Unpooled.wrappedBuffer(bytesOf(frameOfBody(1 << 20))));

        assertThat(frames()).containsExactly(frameOfBody(1000), frameOfBody(1 << 20));
    }

    @Test
    void readsFramesOfTheBook_whereTheyAreServed() {
        List<Object> events = new ArrayList<>();
        EmbeddedChannel both = new EmbeddedChannel(
                new FrameDecoder(LIMIT, Set.of(WireVersion.values())), new ChannelInboundHandlerAdapter() {
                    @Override
                    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                        events.add(event);
                    }
                });
        byte[] heartBeat = ByteBufUtil.decodeHexDump(
                "0086000100000017" + "0804" + "10ffffffffffffffffff01" + "1a022d31" + "4a04" + "0805" + "1200");

        both.writeInbound(Unpooled.wrappedBuffer(heartBeat, heartBeat));

        assertThat(events).containsExactly(WireVersion.BOOK);
        for (int i = 0; i < 2; i++) {
            ProtoMsg.Message read = both.readInbound();
            assertThat(read.getType()).isEqualTo(ProtoMsg.HeadType.HEART_BEAT);
            assertThat(read.getSequence()).isEqualTo(-1);
            assertThat(read.getSessionId()).isEqualTo("-1");
            assertThat(read.getHeartBeat().getSeq()).isEqualTo(5);
        }
        ProtocolException refusal =
                catchThrowableOfType(ProtocolException.class, () -> both.writeInbound(header(0x86, 2, 0)));
        assertThat(refusal.isAnswered()).isFalse();
    }

    @Test
    void ignoresUnknownFields() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(body);
        out.writeUInt64(1, 9);
        out.writeString(99, "from the future");
        out.flush();

        channel.writeInbound(header(0x86, 2, body.size()).writeBytes(body.toByteArray()));

        assertThat(frames()).singleElement().satisfies(frame -> {
            assertThat(frame.getRequestId()).isEqualTo(9);
            assertThat(frame.getBodyCase()).isEqualTo(Frame.BodyCase.BODY_NOT_SET);
        });
    }

    @Test
    void holdsFramesBack_untilReadingResumes() {
        channel.config().setAutoRead(false);
        channel.writeInbound(Unpooled.wrappedBuffer(bytesOf(PING, PING)));
        assertThat(frames()).isEmpty();

        channel.config().setAutoRead(true);
        channel.pipeline().fireUserEventTriggered(FrameDecoder.RESUME);

        assertThat(frames()).hasSize(2);
    }
}
