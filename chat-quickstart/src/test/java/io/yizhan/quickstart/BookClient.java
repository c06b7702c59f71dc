package io.yizhan.quickstart;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A client of the book, written from the table of its field numbers alone: it uses no message class. Frames are written
 * by the calling thread and read by one of its own.
 */
final class BookClient implements AutoCloseable {
    static final int LOGIN_REQUEST = 0;
    static final int LOGIN_RESPONSE = 1;
    static final int LOGOUT_REQUEST = 2;
    static final int LOGOUT_RESPONSE = 3;
    static final int HEART_BEAT = 4;
    static final int MESSAGE_REQUEST = 5;
    static final int MESSAGE_RESPONSE = 6;
    private static final int HEADER = 0x00860001;

    private final Socket socket;
    private final OutputStream out;
    private final BlockingQueue<Fields> answers = new LinkedBlockingQueue<>();
    private final List<Fields> chats = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private String session = "-1";

    BookClient(String host, int port) throws IOException {
        this.socket = new Socket(host, port);
        this.out = socket.getOutputStream();
        Thread reader = new Thread(this::read, "book-client");
        reader.setDaemon(true);
        reader.start();
    }

    /** The answer to a login; from then on the session that it gave is named in each message. */
    Fields login(String uid, String device, String token) throws Exception {
        Fields asked = new Fields()
                .with(1, uid)
                .with(2, device)
                .with(3, token)
                .with(4, 1)
                .with(5, "1.0");
        tell(LOGIN_REQUEST, 4, asked);
        Fields answer = answer(LOGIN_RESPONSE);
        session = answer.text(3);
        return answer;
    }

    void send(String to, String content) throws IOException {
        tell(
                MESSAGE_REQUEST,
                6,
                new Fields()
                        .with(1, System.currentTimeMillis())
                        .with(2, "whoever")
                        .with(3, to)
                        .with(4, System.currentTimeMillis())
                        .with(6, content)
                        .with(10, "a nick"));
    }

    void heartBeat(int seq) throws IOException {
        tell(HEART_BEAT, 9, new Fields().with(1, seq).with(2, "uid").with(3, "{\"from\":\"client\"}"));
    }

    void tell(int type, int field, Fields body) throws IOException {
        Fields message = new Fields();
        if (type != 0) {
            message.with(1, type);
        }
        raw(message.with(2, -1L).with(3, session).with(field, body).bytes());
    }

    void raw(byte[] body) throws IOException {
        out.write(ByteBuffer.allocate(8 + body.length)
                .putInt(HEADER)
                .putInt(body.length)
                .put(body)
                .array());
        out.flush();
    }

    /** The next message that is no chat; it has to be of this type. */
    Fields answer(int type) throws InterruptedException {
        Fields answer = answers.poll(OutsideClient.LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (answer == null || answer.number(1) != type) {
            throw new AssertionError("Not a message of type " + type + ": " + answer);
        }
        return answer;
    }

    List<Fields> chats() {
        synchronized (chats) {
            return List.copyOf(chats);
        }
    }

    List<String> texts() {
        return chats().stream().map(chat -> chat.part(6).text(6)).toList();
    }

    boolean isEnded() throws InterruptedException {
        return ended.await(OutsideClient.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private void read() {
        try (DataInputStream in = new DataInputStream(socket.getInputStream())) {
            while (in.readInt() == HEADER) {
                Fields message = Fields.read(in.readNBytes(in.readInt()));
                if (message.number(1) == MESSAGE_REQUEST) {
                    synchronized (chats) {
                        chats.add(message);
                    }
                } else {
                    answers.add(message);
                }
            }
        } catch (IOException e) {
            // the end of the connection, which isEnded tells
        } finally {
            ended.countDown();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** A message: numbers and bytes by field number. */
    static final class Fields {
        private final Map<Integer, Object> values = new TreeMap<>();

        static Fields read(byte[] body) throws IOException {
            Fields fields = new Fields();
            CodedInputStream in = CodedInputStream.newInstance(body);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                boolean number = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT;
                fields.values.put(WireFormat.getTagFieldNumber(tag), number ? in.readUInt64() : in.readBytes());
            }
            return fields;
        }

        Fields with(int field, long value) {
            values.put(field, value);
            return this;
        }

        Fields with(int field, String value) {
            values.put(field, ByteString.copyFromUtf8(value));
            return this;
        }

        Fields with(int field, Fields value) throws IOException {
            values.put(field, ByteString.copyFrom(value.bytes()));
            return this;
        }

        long number(int field) {
            return (long) values.getOrDefault(field, 0L);
        }

        String text(int field) {
            return ((ByteString) values.getOrDefault(field, ByteString.EMPTY)).toStringUtf8();
        }

        Fields part(int field) {
            try {
                return read(((ByteString) values.getOrDefault(field, ByteString.EMPTY)).toByteArray());
            } catch (IOException e) {
                throw new AssertionError("Not a message in field " + field, e);
            }
        }

        byte[] bytes() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            CodedOutputStream to = CodedOutputStream.newInstance(bytes);
            for (Map.Entry<Integer, Object> value : values.entrySet()) {
                if (value.getValue() instanceof Long number) {
                    to.writeUInt64(value.getKey(), number);
                } else {
                    to.writeBytes(value.getKey(), (ByteString) value.getValue());
                }
            }
            to.flush();
            return bytes.toByteArray();
        }

        @Override
        public String toString() {
            return values.toString();
        }
    }
}
