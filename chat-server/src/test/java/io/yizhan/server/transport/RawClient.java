package io.yizhan.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.LoginRequest;
import chat.v2.Platform;
import chat.v2.SendRequest;
import chat.v2.Target;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** A client that knows the contract's bytes and nothing of ours. */
final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MS = 5_000;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MS);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    static Frame login(long requestId, String user, String device, String token) {
        return Frame.newBuilder()
                .setRequestId(requestId)
                .setLoginRequest(LoginRequest.newBuilder()
                        .setUserId(user)
                        .setDeviceId(device)
                        .setToken(token)
                        .setPlatform(Platform.CONSOLE))
                .build();
    }

    static Frame message(long requestId, String to, long clientMsgId, String text) {
        return Frame.newBuilder()
                .setRequestId(requestId)
                .setSendRequest(SendRequest.newBuilder()
                        .setTarget(Target.newBuilder().setUserId(to))
                        .setClientMsgId(clientMsgId)
                        .setContent(
                                Content.newBuilder().setType(ContentType.TEXT).setText(text)))
                .build();
    }

    RawClient loggedIn(String user) throws IOException {
        send(login(1, user, "phone", "good"));
        assertThat(receive().hasLoginResponse()).isTrue();
        return this;
    }

    void send(Frame frame) throws IOException {
        byte[] body = frame.toByteArray();
        header(0x86, 2, body.length);
        out.write(body);
        out.flush();
    }

    void header(int magic, int version, int length) throws IOException {
        out.writeShort(magic);
        out.writeShort(version);
        out.writeInt(length);
        out.flush();
    }

    void bytes(byte... bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    Frame receive() throws IOException {
        assertThat(in.readUnsignedShort()).isEqualTo(0x86);
        assertThat(in.readUnsignedShort()).isEqualTo(2);
        return Frame.parseFrom(in.readNBytes(in.readInt()));
    }

    void expectError(long requestId, ErrorCode code) throws IOException {
        Frame frame = receive();
        assertThat(frame.getError().getCode()).as(frame.toString()).isEqualTo(code);
        assertThat(frame.getRequestId()).isEqualTo(requestId);
    }

    /** The server ends its direction without another byte. */
    void expectEnd() throws IOException {
        assertThat(in.read()).isEqualTo(-1);
    }

    /** Whatever comes, the connection ends. */
    void readToEnd() throws IOException {
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
