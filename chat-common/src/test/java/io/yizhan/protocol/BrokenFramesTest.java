package io.yizhan.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.ErrorCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no frame. */
class BrokenFramesTest extends FrameCodecFixture {
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
    void endsSilently_whenTheFirstFrameIsOfVersionOne() {
        assertThat(refusal(header(0x86, 1, 2)).isAnswered()).isFalse();
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
    void dropsEverything_afterBrokenInput() {
        refusal(header(0x87, 2, 0).writeBytes(bytesOf(PING)));

        channel.writeInbound(Unpooled.wrappedBuffer(bytesOf(PING)));

        assertThat(frames()).isEmpty();
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
}
