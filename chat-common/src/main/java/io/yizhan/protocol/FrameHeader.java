package io.yizhan.protocol;

/** The eight bytes before each body (protocol, framing on TCP), big-endian: magic, version, length of the body. */
final class FrameHeader {
    static final int BYTES = 8;
    static final int MAGIC_BYTES = 2;
    static final int VERSION_BYTES = 4;

    static final int MAGIC = 0x0086;

    private FrameHeader() {}
}
