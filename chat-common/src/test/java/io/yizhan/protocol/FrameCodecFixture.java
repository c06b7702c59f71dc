package io.yizhan.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chat.v2.Content;
import chat.v2.Frame;
import chat.v2.Ping;
import chat.v2.SendRequest;
import com.google.protobuf.ByteString;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A decoder on a channel, and frames as bytes. */
abstract class FrameCodecFixture {
    static final int LIMIT = 4096;
    static final Frame PING = Frame.newBuilder()
            .setRequestId(7)
            .setPing(Ping.newBuilder().setClientTimeMs(42))
            .build();

    final FrameDecoder decoder = new FrameDecoder(LIMIT);
    final EmbeddedChannel channel = new EmbeddedChannel(decoder);

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    ProtocolException refusal(ByteBuf input) {
        ProtocolException refusal = catchThrowableOfType(ProtocolException.class, () -> channel.writeInbound(input));
        assertThat(refusal).isNotNull();
        return refusal;
    }

    List<Frame> frames() {
        List<Frame> frames = new ArrayList<>();
        for (Frame frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
            frames.add(frame);
        }
        return frames;
    }

    /** A send whose encoded frame has exactly so many bytes. */
    static Frame frameOfBody(int bytes) {
        int data = bytes;
        while (true) {
            Frame frame = Frame.newBuilder()
                    .setSendRequest(SendRequest.newBuilder()
                            .setContent(Content.newBuilder()
                                    .setData(ByteString.copyFrom(new byte[data]))
                                    .setText("t")))
                    .build();
            if (frame.getSerializedSize() <= bytes) {
                return frame;
            }
            data -= frame.getSerializedSize() - bytes;
        }
    }

    static ByteBuf header(int magic, int version, int length) {
        return Unpooled.buffer().writeShort(magic).writeShort(version).writeInt(length);
    }

    static byte[] bytesOf(Frame... frames) {
        EmbeddedChannel out = new EmbeddedChannel(new FrameEncoder());
        ByteBuf all = Unpooled.buffer();
        for (Frame frame : frames) {
            out.writeOutbound(frame);
            ByteBuf one = out.readOutbound();
            all.writeBytes(one);
            one.release();
        }
        out.finishAndReleaseAll();
        return ByteBufUtil.getBytes(all);
    }

    static String hex(byte[] bytes) {
        return ByteBufUtil.hexDump(bytes);
    }
}
