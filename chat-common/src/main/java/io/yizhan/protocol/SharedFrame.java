package io.yizhan.protocol;

import chat.v2.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** A frame that is written on many connections: encoded once, and all write the same bytes. Safe from any thread. */
public final class SharedFrame {
    private final Frame frame;
    private final ByteBuf bytes;

    public SharedFrame(Frame frame) {
        this.frame = frame;
        int length = frame.getSerializedSize();
        // one array: each connection copies it, and from several pieces would first put them together in another
        ByteBuf all = Unpooled.buffer(FrameHeader.BYTES + length)
                .writeShort(FrameHeader.MAGIC)
                .writeShort(WireVersion.CURRENT.number())
                .writeInt(length)
                .writeBytes(frame.toByteArray());
        this.bytes = Unpooled.unreleasableBuffer(all);
    }

    public Frame frame() {
        return frame;
    }

    /** Of header and body, in bytes. */
    public int length() {
        return bytes.readableBytes();
    }

    /** Header and body of version 2, to be written once and never changed; need not be released. */
    ByteBuf encoded() {
        return bytes.duplicate();
    }
}
