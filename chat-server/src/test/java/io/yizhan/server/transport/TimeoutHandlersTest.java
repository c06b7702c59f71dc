package io.yizhan.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import io.yizhan.protocol.FrameDecoder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeoutHandlersTest {
    private final MockTicker clock = Ticker.newMockTicker();

    @Test
    void closes_whenNobodyLoggedInInTime() {
        EmbeddedChannel channel = channel(new LoginDeadlineHandler(Duration.ofSeconds(5)));
        pass(channel, 4_999);
        channel.writeInbound(Unpooled.copyInt(1));
        assertThat(channel.isOpen()).isTrue();

        pass(channel, 1);

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void forgetsTheDeadline_whenTakenOut() {
        EmbeddedChannel channel = channel(new LoginDeadlineHandler(Duration.ofSeconds(5)));
        channel.pipeline().remove(LoginDeadlineHandler.class);
        pass(channel, 60_000);

        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.hasPendingTasks()).isFalse();
    }

    @Test
    void closes_whenAFrameTricklesIn() {
        EmbeddedChannel channel = slowFrames();
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {0}));
        pass(channel, 5_000);
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {(byte) 0x86}));
        pass(channel, 4_999);
        assertThat(channel.isOpen()).isTrue();

        pass(channel, 1);

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void bearsASlowFrame_thatGainsAKibibyteInEachPeriod() {
        EmbeddedChannel channel = slowFrames();
        channel.writeInbound(Unpooled.buffer().writeShort(0x86).writeShort(2).writeInt(1 << 20));
        for (int i = 0; i < 5; i++) {
            pass(channel, 9_999);
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[1_024]));
            pass(channel, 1);
        }
        assertThat(channel.isOpen()).isTrue();

        channel.writeInbound(Unpooled.wrappedBuffer(new byte[1_023]));
        pass(channel, 10_000);

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void beginsAnew_withEachFrame() {
        EmbeddedChannel channel = slowFrames();
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {0}));
        pass(channel, 9_000);
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {(byte) 0x86, 0, 2, 0, 0, 0, 0, 0}));
        pass(channel, 9_000);
        assertThat(channel.isOpen()).isTrue();

        pass(channel, 1_000);

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void needsNoTimer_betweenFrames() {
        EmbeddedChannel channel = slowFrames();
        channel.writeInbound(Unpooled.buffer().writeShort(0x86).writeShort(2).writeInt(0));

        assertThat(channel.hasPendingTasks()).isFalse();
    }

    @Test
    void closes_whoeverDoesNotReadForHalfAMinute() {
        EmbeddedChannel channel = channel(new WriteStallHandler());
        reads(channel, false);
        pass(channel, 29_999);
        reads(channel, true);
        reads(channel, false);
        pass(channel, 29_999);
        assertThat(channel.isOpen()).isTrue();

        pass(channel, 1);

        assertThat(channel.isOpen()).isFalse();
    }

    private EmbeddedChannel slowFrames() {
        FrameDecoder decoder = new FrameDecoder(1 << 20);
        return channel(decoder, new SlowFrameHandler(decoder));
    }

    private EmbeddedChannel channel(ChannelHandler... handlers) {
        return EmbeddedChannel.builder().ticker(clock).handlers(handlers).build();
    }

    private void pass(EmbeddedChannel channel, long millis) {
        clock.advanceMillis(millis);
        channel.runPendingTasks();
    }

    private static void reads(EmbeddedChannel channel, boolean reads) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, reads);
        channel.runPendingTasks();
    }
}
