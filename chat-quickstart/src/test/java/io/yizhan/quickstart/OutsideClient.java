package io.yizhan.quickstart;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.DeliveryAck;
import chat.v2.Frame;
import chat.v2.LoginRequest;
import chat.v2.Message;
import chat.v2.Platform;
import chat.v2.Position;
import chat.v2.SendRequest;
import chat.v2.Target;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A client written from {@code chat.proto} and the protocol's text alone: a socket and the generated messages. Frames
 * are written by the calling thread and read by one of its own.
 */
final class OutsideClient implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(15);
    private static final short MAGIC = 0x0086;
    private static final short VERSION = 2;

    private final Socket socket;
    private final OutputStream out;
    private final AtomicLong requestIds = new AtomicLong();
    private final AtomicLong messageIds = new AtomicLong(System.currentTimeMillis() * 1_000);
    private final Map<Long, CompletableFuture<Frame>> open = new ConcurrentHashMap<>();
    private final BlockingQueue<Frame> unasked = new LinkedBlockingQueue<>();
    private final List<Message> pushed = new ArrayList<>();
    private final Map<String, Long> noticed = new ConcurrentHashMap<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    OutsideClient(String host, int port) throws IOException {
        this.socket = new Socket(host, port);
        this.out = socket.getOutputStream();
        Thread reader = new Thread(this::read, "outside-client");
        reader.setDaemon(true);
        reader.start();
    }

    static OutsideClient loggedIn(OutsideGate.Ticket ticket, String user, String device) throws Exception {
        OutsideClient client = new OutsideClient(ticket.host(), ticket.port());
        Frame answer = client.login(ticket.token(), user, device);
        if (!answer.hasLoginResponse()) {
            throw new AssertionError("Login refused: " + answer);
        }
        return client;
    }

    Frame login(String token, String user, String device) throws Exception {
        return login(token, user, device, Platform.BOT);
    }

    Frame login(String token, String user, String device, Platform platform) throws Exception {
        return ask(Frame.newBuilder()
                .setLoginRequest(LoginRequest.newBuilder()
                        .setToken(token)
                        .setUserId(user)
                        .setDeviceId(device)
                        .setPlatform(platform)));
    }

    /** Sends a text and waits for the answer. */
    Frame send(String to, long clientMsgId, String text) throws Exception {
        return ask(Frame.newBuilder().setSendRequest(text(to, clientMsgId, text)));
    }

    Frame send(String to, String text) throws Exception {
        return send(to, messageIds.incrementAndGet(), text);
    }

    static SendRequest text(String to, long clientMsgId, String text) {
        return SendRequest.newBuilder()
                .setTarget(Target.newBuilder().setUserId(to))
                .setClientMsgId(clientMsgId)
                .setContent(Content.newBuilder().setType(ContentType.TEXT).setText(text))
                .build();
    }

    Frame ask(Frame.Builder request) throws Exception {
        return askLater(request).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    CompletableFuture<Frame> askLater(Frame.Builder request) throws IOException {
        long id = requestIds.incrementAndGet();
        CompletableFuture<Frame> answer = new CompletableFuture<>();
        open.put(id, answer);
        tell(request.setRequestId(id).build());
        return answer;
    }

    void tell(Frame frame) throws IOException {
        byte[] body = frame.toByteArray();
        raw(header(MAGIC, VERSION, body.length), body);
    }

    static byte[] header(int magic, int version, int length) {
        return ByteBuffer.allocate(8)
                .putShort((short) magic)
                .putShort((short) version)
                .putInt(length)
                .array();
    }

    synchronized void raw(byte[]... parts) throws IOException {
        for (byte[] part : parts) {
            out.write(part);
        }
        out.flush();
    }

    void acknowledge(String conversation, long seq) throws IOException {
        tell(Frame.newBuilder()
                .setDeliveryAck(DeliveryAck.newBuilder()
                        .addPositions(Position.newBuilder()
                                .setConversationId(conversation)
                                .setSeq(seq)))
                .build());
    }

    /**
     * The next frame that answers nothing: an Error with request_id 0, a Receipt, a Kicked ...; pushes and notices are
     * kept apart.
     */
    Frame nextUnasked() throws InterruptedException {
        Frame frame = unasked.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (frame == null) {
            throw new AssertionError("The server said nothing within " + LIMIT);
        }
        return frame;
    }

    List<Message> pushed() {
        synchronized (pushed) {
            return List.copyOf(pushed);
        }
    }

    /** Whether the server ends the connection within the limit. */
    boolean isEnded(Duration limit) throws InterruptedException {
        return ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void read() {
        try (DataInputStream in = new DataInputStream(socket.getInputStream())) {
            while (true) {
                short magic = in.readShort();
                short version = in.readShort();
                if (magic != MAGIC || version != VERSION) {
                    throw new IOException("Not a frame: " + magic + " " + version);
                }
                byte[] body = new byte[in.readInt()];
                in.readFully(body);
                take(Frame.parseFrom(body));
            }
        } catch (EOFException | SocketException e) {
            // the end of the connection, which isEnded tells
        } catch (IOException e) {
            open.values().forEach(answer -> answer.completeExceptionally(e));
        } finally {
            ended.countDown();
            open.values().forEach(answer -> answer.completeExceptionally(new EOFException("The connection ended")));
        }
    }

    private void take(Frame frame) {
        CompletableFuture<Frame> asked = open.remove(frame.getRequestId());
        if (asked != null) {
            asked.complete(frame);
        } else if (frame.hasPush()) {
            synchronized (pushed) {
                pushed.addAll(frame.getPush().getMessagesList());
            }
        } else if (frame.hasHeadNotice()) {
            frame.getHeadNotice()
                    .getHeadsList()
                    .forEach(head -> noticed.merge(head.getConversationId(), head.getHeadSeq(), Math::max));
        } else {
            unasked.add(frame);
        }
    }

    /** The largest head that a HeadNotice has named, 0 for none. */
    long noticedHead(String conversation) {
        return noticed.getOrDefault(conversation, 0L);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
