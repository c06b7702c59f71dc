package io.yizhan.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import book.v1.ProtoMsg;
import chat.v2.Content;
import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.Ping;
import chat.v2.SendRequest;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameCodecTest {
    private static final int LIMIT = 4096;
    private static final Frame PING = Frame.newBuilder()
            .setRequestId(7)
            .setPing(Ping.newBuilder().setClientTimeMs(42))
            .build();

    private final FrameDecoder decoder = new FrameDecoder(LIMIT);
    private final EmbeddedChannel channel = new EmbeddedChannel(decoder);

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

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

    @ParameterizedTest
    @CsvSource({
        "0087, 2, 2, BAD_FRAME",
        "0087, 3, -1, BAD_FRAME",
        "4745, 2, 2, BAD_FRAME",
        "0086, 0, 2, UNSUPPORTED_VERSION",
        "0086, 3, -1, UNSUPPORTED_VERSION",
        "0086, 3, 2147483647, UNSUPPORTED_VERSION",
        "0086, 2, -1, BAD_FRAME",
        "0086, 2, -2147483648, BAD_FRAME",
        "0086, 2, 4097, FRAME_TOO_LARGE",
        "0086, 2, 2147483647, FRAME_TOO_LARGE"
    })
    void refusesAHeader_inTheOrderOfTheChecks(String magic, int version, int length, ErrorCode code) {
        ProtocolException refusal = refusal(header(Integer.parseInt(magic, 16), version, length));

        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.isAnswered()).isTrue();
    }

    @Test
    void refusesAMagic_beforeTheRestOfTheHeaderIsThere() {
        assertThat(refusal(Unpooled.buffer().writeShort(0x4745)).code()).isEqualTo(ErrorCode.BAD_FRAME);
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
    void endsSilently_whenTheFirstFrameIsOfVersionOne() {
        assertThat(refusal(header(0x86, 1, 2)).isAnswered()).isFalse();
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
    void refusesVersionOne_afterAFrameOfVersionTwo() {
        channel.writeInbound(Unpooled.wrappedBuffer(bytesOf(PING)));

        ProtocolException refusal = refusal(header(0x86, 1, 2));

        assertThat(refusal.code()).isEqualTo(ErrorCode.UNSUPPORTED_VERSION);
        assertThat(refusal.isAnswered()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "7205", "74", "0b", "7207082a", "08ffffffffffffffffffffff", "12031a01ff1201"})
    void refusesABody_thatDoesNotParse(String hex) {
        byte[] body = ByteBufUtil.decodeHexDump(hex);

        ProtocolException refusal = refusal(header(0x86, 2, body.length).writeBytes(body));

        assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_FRAME);
    }

    @Test
    void refusesInvalidUtf8_inAText() {
        byte[] body = {(byte) 0xa2, 1, 5, 0x1a, 3, 0x12, 1, (byte) 0xff}; // send_request { content { text: <ff> } }

        assertThat(refusal(header(0x86, 2, body.length).writeBytes(body)).code())
                .isEqualTo(ErrorCode.BAD_FRAME);
    }

    @Test
    void refusesGroups_nestedTooDeep() {
        ByteBuf groups = Unpooled.buffer();
        for (int i = 0; i < 30; i++) {
            groups.writeByte(0x9b).writeByte(3); // start of group 51, an unknown field
        }
        for (int i = 0; i < 30; i++) {
            groups.writeByte(0x9c).writeByte(3);
        }

        ByteBuf frame = header(0x86, 2, groups.readableBytes()).writeBytes(groups);

        assertThat(refusal(frame).code()).isEqualTo(ErrorCode.BAD_FRAME);
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
    void dropsEverything_afterBrokenInput() {
        refusal(header(0x87, 2, 0).writeBytes(bytesOf(PING)));

        channel.writeInbound(Unpooled.wrappedBuffer(bytesOf(PING)));

        assertThat(frames()).isEmpty();
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

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void meetsRandomBytes_withFramesOrAProtocolException(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            EmbeddedChannel fuzzed = new EmbeddedChannel(new FrameDecoder(LIMIT));
            byte[] input = damaged(random);
            List<Throwable> errors = new ArrayList<>();
            for (int at = 0; at < input.length; ) {
                int size = Math.min(input.length - at, 1 + random.nextInt(40));
                try {
                    fuzzed.writeInbound(Unpooled.copiedBuffer(input, at, size));
                } catch (DecoderException e) {
                    errors.add(e);
                }
                at += size;
            }
            assertThat(errors)
                    .as("seed %d round %d input %s", seed, round, hex(input))
                    .hasSizeLessThanOrEqualTo(1)
                    .allSatisfy(error -> assertThat(error).isInstanceOf(ProtocolException.class));
            fuzzed.finishAndReleaseAll();
        }
    }

    /** Some valid frames with some of their bytes changed, then noise. */
    private static byte[] damaged(Random random) {
        byte[] input = bytesOf(PING, frameOfBody(20 + random.nextInt(300)), PING);
        for (int flips = random.nextInt(4); flips > 0; flips--) {
            input[random.nextInt(input.length)] = (byte) random.nextInt(256);
        }
        byte[] noise = new byte[random.nextInt(64)];
        random.nextBytes(noise);
        return Unpooled.wrappedBuffer(input, noise).copy().array();
    }

    private ProtocolException refusal(ByteBuf input) {
        ProtocolException refusal = catchThrowableOfType(ProtocolException.class, () -> channel.writeInbound(input));
        assertThat(refusal).isNotNull();
        return refusal;
    }

    private List<Frame> frames() {
        List<Frame> frames = new ArrayList<>();
        for (Frame frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
            frames.add(frame);
        }
        return frames;
    }

    /** A send whose encoded frame has exactly so many bytes. */
    private static Frame frameOfBody(int bytes) {
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

    private static ByteBuf header(int magic, int version, int length) {
        return Unpooled.buffer().writeShort(magic).writeShort(version).writeInt(length);
    }

    private static byte[] bytesOf(Frame... frames) {
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

    private static String hex(byte[] bytes) {
        return ByteBufUtil.hexDump(bytes);
    }
}
