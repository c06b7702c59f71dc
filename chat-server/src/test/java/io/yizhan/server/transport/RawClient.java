package io.yizhan.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.DeliveryAck;
import chat.v2.Error;
import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.LoginRequest;
import chat.v2.Platform;
import chat.v2.Position;
import chat.v2.SendRequest;
import chat.v2.Target;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A client that knows the contract's bytes and nothing of ours. */
public final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MS = 5_000;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    public RawClient(int port) throws IOException {
        this(new Socket(), port);
    }

    private RawClient(Socket socket, int port) throws IOException {
        this.socket = socket;
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(PATIENCE_MS);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    /** One that comes from another address of this machine. */
    public static RawClient from(String address, int port) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(address, 0));
        return new RawClient(socket, port);
    }

    /** The system takes as little as it can for a client that does not read. */
    public static RawClient thatTakesLittle(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(1_024);
        return new RawClient(socket, port);
    }

    public static Frame ack(long requestId, String conversation, long seq) {
        return Frame.newBuilder()
                .setRequestId(requestId)
                .setDeliveryAck(DeliveryAck.newBuilder()
                        .addPositions(Position.newBuilder()
                                .setConversationId(conversation)
                                .setSeq(seq)))
                .build();
    }

    public static Frame login(long requestId, String user, String device, String token) {
        return Frame.newBuilder()
                .setRequestId(requestId)
                .setLoginRequest(LoginRequest.newBuilder()
                        .setUserId(user)
                        .setDeviceId(device)
                        .setToken(token)
                        .setPlatform(Platform.CONSOLE))
                .build();
    }

    public static Frame message(long requestId, String to, long clientMsgId, String text) {
        return Frame.newBuilder()
                .setRequestId(requestId)
                .setSendRequest(SendRequest.newBuilder()
                        .setTarget(Target.newBuilder().setUserId(to))
                        .setClientMsgId(clientMsgId)
                        .setContent(
                                Content.newBuilder().setType(ContentType.TEXT).setText(text)))
                .build();
    }

    public RawClient loggedIn(String user) throws IOException {
        send(login(1, user, "phone", "good"));
        assertThat(receive().hasLoginResponse()).isTrue();
        return this;
    }

    public void send(Frame frame) throws IOException {
        byte[] body = frame.toByteArray();
        header(0x86, 2, body.length);
        out.write(body);
        out.flush();
    }

    public void header(int magic, int version, int length) throws IOException {
        out.writeShort(magic);
        out.writeShort(version);
        out.writeInt(length);
        out.flush();
    }

    public void bytes(byte... bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    public Frame receive() throws IOException {
        assertThat(in.readUnsignedShort()).isEqualTo(0x86);
        assertThat(in.readUnsignedShort()).isEqualTo(2);
        return Frame.parseFrom(in.readNBytes(in.readInt()));
    }

    /** What comes before it is passed over. */
    public Frame answerTo(long requestId) throws IOException {
        Frame frame = receive();
        while (frame.getRequestId() != requestId) {
            frame = receive();
        }
        return frame;
    }

    public Error expectError(long requestId, ErrorCode code) throws IOException {
        Frame frame = receive();
        assertThat(frame.getError().getCode()).as(frame.toString()).isEqualTo(code);
        assertThat(frame.getRequestId()).isEqualTo(requestId);
        return frame.getError();
    }

    /** The server ends its direction without another byte. */
    public void expectEnd() throws IOException {
        assertThat(in.read()).isEqualTo(-1);
    }

    /** Whatever comes, the connection ends. */
    public void readToEnd() throws IOException {
        try {
            in.readAllBytes();
        } catch (EOFException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
