package io.yizhan.server.transport.book;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/** A message of the book's protocol, put together and taken apart by field numbers alone. */
public final class BookFrame {
    public static final int LOGIN_REQUEST = 0;
    public static final int LOGIN_RESPONSE = 1;
    public static final int LOGOUT_REQUEST = 2;
    public static final int LOGOUT_RESPONSE = 3;
    public static final int HEART_BEAT = 4;
    public static final int MESSAGE_REQUEST = 5;
    public static final int MESSAGE_RESPONSE = 6;

    /** Long or ByteString by field number. */
    private final Map<Integer, Object> fields = new TreeMap<>();

    /** A message of this type, with sequence -1. */
    public static BookFrame of(int type) {
        BookFrame frame = new BookFrame();
        return (type == 0 ? frame : frame.with(1, type)).with(2, -1);
    }

    public static BookFrame part() {
        return new BookFrame();
    }

    public static BookFrame login(String uid, String device, String token, int platform) {
        return of(LOGIN_REQUEST)
                .with(3, "-1")
                .with(4, part().with(1, uid).with(2, device).with(3, token).with(4, platform));
    }

    public static BookFrame chat(String to, long type, String content) {
        return of(MESSAGE_REQUEST)
                .with(
                        6,
                        part().with(1, 1)
                                .with(2, "somebody")
                                .with(3, to)
                                .with(5, type)
                                .with(6, content));
    }

    public BookFrame with(int field, long value) {
        fields.put(field, value);
        return this;
    }

    public BookFrame with(int field, String value) {
        fields.put(field, ByteString.copyFromUtf8(value));
        return this;
    }

    public BookFrame with(int field, BookFrame value) {
        fields.put(field, ByteString.copyFrom(value.body()));
        return this;
    }

    public long type() {
        return number(1);
    }

    public long sequence() {
        return number(2);
    }

    public String session() {
        return text(3);
    }

    /** 0 if it is not there. */
    public long number(int field) {
        return (long) fields.getOrDefault(field, 0L);
    }

    /** Empty if it is not there. */
    public String text(int field) {
        return ((ByteString) fields.getOrDefault(field, ByteString.EMPTY)).toStringUtf8();
    }

    public BookFrame part(int field) {
        return read((ByteString) fields.getOrDefault(field, ByteString.EMPTY));
    }

    public boolean has(int field) {
        return fields.containsKey(field);
    }

    public byte[] body() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            for (Map.Entry<Integer, Object> field : fields.entrySet()) {
                if (field.getValue() instanceof Long number) {
                    out.writeUInt64(field.getKey(), number);
                } else {
                    out.writeBytes(field.getKey(), (ByteString) field.getValue());
                }
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** With its header. */
    public byte[] bytes() {
        byte[] body = body();
        return ByteBuffer.allocate(8 + body.length)
                .putShort((short) 0x86)
                .putShort((short) 1)
                .putInt(body.length)
                .put(body)
                .array();
    }

    /** Reads a whole frame. */
    public static BookFrame read(DataInputStream in) throws IOException {
        int header = in.readInt();
        if (header != 0x00860001) {
            throw new AssertionError("Not a header of version 1: " + Integer.toHexString(header));
        }
        return read(ByteString.copyFrom(in.readNBytes(in.readInt())));
    }

    private static BookFrame read(ByteString body) {
        BookFrame frame = new BookFrame();
        CodedInputStream in = body.newCodedInput();
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                boolean number = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT;
                frame.fields.put(WireFormat.getTagFieldNumber(tag), number ? in.readUInt64() : in.readBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return frame;
    }

    @Override
    public String toString() {
        return fields.toString();
    }
}
