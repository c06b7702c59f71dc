package io.yizhan.protocol;

import chat.v2.Frame;
import com.google.protobuf.CodedOutputStream;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToByteEncoder;
import java.io.IOException;

/** Writes frames as header and body of version 2, for either side. Without state: one for all connections. */
@Sharable
public final class FrameEncoder extends MessageToByteEncoder<Frame> {
    public FrameEncoder() {
        super(Frame.class);
    }

    @Override
    protected ByteBuf allocateBuffer(ChannelHandlerContext ctx, Frame frame, boolean preferDirect) {
        return ctx.alloc().ioBuffer(FrameHeader.BYTES + frame.getSerializedSize());
    }

    @Override
    protected void encode(ChannelHandlerContext ctx, Frame frame, ByteBuf out) throws IOException {
        int length = frame.getSerializedSize();
        out.ensureWritable(FrameHeader.BYTES + length);
        out.writeShort(FrameHeader.MAGIC).writeShort(FrameHeader.VERSION_2).writeInt(length);
        CodedOutputStream body = CodedOutputStream.newInstance(out.nioBuffer(out.writerIndex(), length));
        frame.writeTo(body);
        body.flush();
        body.checkNoSpaceLeft();
        out.writerIndex(out.writerIndex() + length);
    }
}
