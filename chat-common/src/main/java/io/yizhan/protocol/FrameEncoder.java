package io.yizhan.protocol;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.MessageToByteEncoder;
import java.io.IOException;

/** Writes bodies of one version with their headers, for either side. Without state: one for all connections. */
@Sharable
public final class FrameEncoder extends MessageToByteEncoder<MessageLite> {
    private final WireVersion version;

    /** Of the current version. */
    public FrameEncoder() {
        this(WireVersion.CURRENT);
    }

    public FrameEncoder(WireVersion version) {
        super(MessageLite.class);
        this.version = version;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) throws Exception {
        super.write(ctx, message instanceof SharedFrame shared ? shared.encoded() : message, promise);
    }

    @Override
    protected ByteBuf allocateBuffer(ChannelHandlerContext ctx, MessageLite frame, boolean preferDirect) {
        return ctx.alloc().ioBuffer(FrameHeader.BYTES + frame.getSerializedSize());
    }

    @Override
    protected void encode(ChannelHandlerContext ctx, MessageLite frame, ByteBuf out) throws IOException {
        int length = frame.getSerializedSize();
        out.ensureWritable(FrameHeader.BYTES + length);
        out.writeShort(FrameHeader.MAGIC).writeShort(version.number()).writeInt(length);
        CodedOutputStream body = CodedOutputStream.newInstance(out.nioBuffer(out.writerIndex(), length));
        frame.writeTo(body);
        body.flush();
        body.checkNoSpaceLeft();
        out.writerIndex(out.writerIndex() + length);
    }
}
