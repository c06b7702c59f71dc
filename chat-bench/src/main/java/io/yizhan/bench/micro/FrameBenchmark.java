package io.yizhan.bench.micro;

import chat.v2.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import io.yizhan.protocol.FrameDecoder;
import io.yizhan.protocol.FrameEncoder;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A frame through a connection's codec, as a pipeline of its own sees it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameBenchmark {
    private static final int BODY_LIMIT = 1 << 20;

    private final Frame send = SampleFrames.send();
    private final Frame push = SampleFrames.push(SampleFrames.message());
    private final EmbeddedChannel out = new EmbeddedChannel(new FrameEncoder());
    private final EmbeddedChannel in = new EmbeddedChannel(new FrameDecoder(BODY_LIMIT));
    private final ByteBuf bytes = encoded(send);

    private static ByteBuf encoded(Frame frame) {
        EmbeddedChannel channel = new EmbeddedChannel(new FrameEncoder());
        channel.writeOutbound(frame);
        ByteBuf written = channel.readOutbound();
        try {
            return Unpooled.unreleasableBuffer(Unpooled.copiedBuffer(written));
        } finally {
            written.release();
            channel.finishAndReleaseAll();
        }
    }

    /** A client's send, read off a connection. */
    @Benchmark
    public @Nullable Object decodeSend() {
        in.writeInbound(bytes.duplicate());
        return in.readInbound();
    }

    /** A push, written to a connection. */
    @Benchmark
    public int encodePush() {
        out.writeOutbound(push);
        ByteBuf written = out.readOutbound();
        int size = written.readableBytes();
        ReferenceCountUtil.release(written);
        return size;
    }

    @TearDown
    public void close() {
        in.finishAndReleaseAll();
        out.finishAndReleaseAll();
    }
}
