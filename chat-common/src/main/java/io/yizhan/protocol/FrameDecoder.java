package io.yizhan.protocol;

import chat.v2.ErrorCode;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.MessageLite;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Cuts frames out of a connection's bytes, for either side; one per connection, on its event loop. Every part of a
 * header is checked as soon as it is there, the length before any byte of the body. Broken input ends in one
 * {@link ProtocolException}; whatever comes after it is dropped.
 *
 * <p>The first header fixes the {@link WireVersion}, which is fired up the pipeline as a user event before the frame.
 *
 * <p>While the channel's auto-read is off nothing is decoded, so that what one read brought waits as bytes instead of
 * as frames; whoever turns it on again fires {@link #RESUME} down the pipeline.
 */
public final class FrameDecoder extends ByteToMessageDecoder {
    /** The user event after which bytes that waited for auto-read are decoded. It ends here. */
    public static final Object RESUME = new Object() {
        @Override
        public String toString() {
            return "FrameDecoder.RESUME";
        }
    };

    private final Set<WireVersion> served;
    private int bodyLimit;
    private WireVersion version = WireVersion.CURRENT;
    private boolean versionFixed;
    private boolean broken;

    /** For frames of the current version only. */
    public FrameDecoder(int bodyLimit) {
        this(bodyLimit, Set.of(WireVersion.CURRENT));
    }

    /**
     * A decoder that leaves the choice to the other side.
     *
     * @param bodyLimit largest body in bytes until {@link #setBodyLimit} says otherwise
     */
    public FrameDecoder(int bodyLimit, Set<WireVersion> served) {
        this.bodyLimit = bodyLimit;
        this.served = Set.copyOf(served);
    }

    /** Sets the largest body in bytes for frames from now on. Only on the channel's event loop. */
    public void setBodyLimit(int bytes) {
        bodyLimit = bytes;
    }

    /** How many bytes of a frame that is not complete are held; 0 between frames. Only on the event loop. */
    public int partialBytes() {
        return actualReadableBytes();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object input) throws Exception {
        if (broken) {
            ReferenceCountUtil.release(input);
        } else {
            super.channelRead(ctx, input);
        }
    }

    /** Unlike the base class, never asks for more while auto-read is off: whoever turned it off decides. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        discardSomeReadBytes();
        ctx.fireChannelReadComplete();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event == RESUME) {
            channelRead(ctx, Unpooled.EMPTY_BUFFER);
            ctx.fireChannelReadComplete();
        } else {
            super.userEventTriggered(ctx, event);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (!ctx.channel().config().isAutoRead()) {
            return;
        }
        try {
            decodeOne(ctx, in, out);
        } catch (ProtocolException e) {
            broken = true;
            in.skipBytes(in.readableBytes());
            throw e;
        }
    }

    private void decodeOne(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        int start = in.readerIndex();
        if (in.readableBytes() >= FrameHeader.MAGIC_BYTES) {
            checkMagic(in.getUnsignedShort(start));
        }
        if (in.readableBytes() >= FrameHeader.VERSION_BYTES) {
            checkVersion(in.getUnsignedShort(start + FrameHeader.MAGIC_BYTES));
        }
        if (in.readableBytes() < FrameHeader.BYTES) {
            return;
        }
        int length = in.getInt(start + FrameHeader.VERSION_BYTES);
        checkLength(length);
        if (!versionFixed) {
            versionFixed = true;
            ctx.fireUserEventTriggered(version);
        }
        if (in.readableBytes() - FrameHeader.BYTES >= length) {
            in.skipBytes(FrameHeader.BYTES);
            out.add(parse(in, length));
        }
    }

    private void checkMagic(int magic) {
        if (magic != FrameHeader.MAGIC) {
            throw version.broken(ErrorCode.BAD_FRAME, "Not the magic of a frame: " + Integer.toHexString(magic));
        }
    }

    private void checkVersion(int number) {
        if (!versionFixed) {
            version = number == WireVersion.BOOK.number() ? WireVersion.BOOK : WireVersion.CURRENT;
        }
        if (number != version.number() || !served.contains(version)) {
            throw version.broken(ErrorCode.UNSUPPORTED_VERSION, "Not the version of this connection: " + number);
        }
    }

    private void checkLength(int length) {
        if (length < 0) {
            throw version.broken(ErrorCode.BAD_FRAME, "A negative length: " + length);
        }
        if (length > bodyLimit) {
            throw version.broken(
                    ErrorCode.FRAME_TOO_LARGE, "A body over the limit of " + bodyLimit + " bytes: " + length);
        }
    }

    private MessageLite parse(ByteBuf in, int length) {
        try {
            MessageLite body = version.parse(CodedInputStream.newInstance(in.nioBuffer(in.readerIndex(), length)));
            in.skipBytes(length);
            return body;
        } catch (IOException e) {
            throw version.broken(ErrorCode.BAD_FRAME, "A body that is no frame, bytes: " + length);
        }
    }
}
