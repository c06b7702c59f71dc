package io.yizhan.client.fake;

import chat.v2.Error;
import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.LoginRequest;
import chat.v2.LoginResponse;
import chat.v2.LogoutResponse;
import chat.v2.Message;
import chat.v2.Pong;
import chat.v2.PresenceEvent;
import chat.v2.Push;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.yizhan.protocol.FrameDecoder;
import io.yizhan.protocol.FrameEncoder;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A worker that speaks the frames and does what a test tells it. */
public final class FakeWorker {
    /** An answer that never comes. */
    public static final Frame SILENCE = Frame.getDefaultInstance();

    private final long id;
    private final FakeChat chat;
    private volatile int heartbeatMs = 30_000;
    private final Channel server;
    private final Map<Channel, LoginRequest> sessions = new ConcurrentHashMap<>();
    private final List<Frame> received = new CopyOnWriteArrayList<>();
    private final List<Channel> connections = new CopyOnWriteArrayList<>();
    /** What a test answers in place of the usual; null: the usual. */
    private volatile Function<Frame, Frame> script = frame -> null;

    FakeWorker(long id, FakeChat chat, EventLoopGroup loops) {
        this.id = id;
        this.chat = chat;
        this.server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        channel.pipeline().addLast(new FrameDecoder(1 << 20), new FrameEncoder(), new Handler());
                    }
                })
                .bind(new InetSocketAddress("127.0.0.1", 0))
                .syncUninterruptibly()
                .channel();
    }

    public long id() {
        return id;
    }

    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** Lets {@code answer} speak first: null means the usual answer, {@link #SILENCE} none. */
    public void script(Function<Frame, Frame> answer) {
        script = answer;
    }

    /** For logins from now on; 30 s unless set. */
    public void heartbeatMs(int milliseconds) {
        heartbeatMs = milliseconds;
    }

    public List<Frame> received() {
        return received;
    }

    public List<Frame> received(Frame.BodyCase kind) {
        return received.stream().filter(frame -> frame.getBodyCase() == kind).toList();
    }

    public int sessions() {
        return sessions.size();
    }

    /** Sends a frame to everyone who is logged in. */
    public void tell(Frame frame) {
        sessions.keySet().forEach(channel -> channel.writeAndFlush(frame));
    }

    public void push(Message... messages) {
        tell(Frame.newBuilder()
                .setPush(Push.newBuilder().addAllMessages(List.of(messages)))
                .build());
    }

    /** Breaks all connections and goes on listening. */
    public void dropConnections() {
        connections.forEach(Channel::close);
        connections.clear();
    }

    /** Dies. */
    public void stop() {
        server.close().syncUninterruptibly();
        dropConnections();
    }

    public static Frame error(ErrorCode code, int retryAfterMs) {
        return Frame.newBuilder()
                .setError(Error.newBuilder().setCode(code).setRetryAfterMs(retryAfterMs))
                .build();
    }

    private Frame usual(Channel channel, Frame frame) {
        LoginRequest session = sessions.get(channel);
        return switch (frame.getBodyCase()) {
            case LOGIN_REQUEST ->
                Frame.newBuilder()
                        .setLoginResponse(LoginResponse.newBuilder()
                                .setNodeId(id)
                                .setSessionId("s-" + channel.id().asShortText())
                                .setHeartbeatMs(heartbeatMs)
                                .setMaxUnacked(32))
                        .build();
            case PING -> Frame.newBuilder().setPong(Pong.getDefaultInstance()).build();
            case SEND_REQUEST ->
                Frame.newBuilder()
                        .setSendResponse(chat.send(session.getUserId(), session.getDeviceId(), frame.getSendRequest()))
                        .build();
            case SYNC_REQUEST ->
                Frame.newBuilder()
                        .setSyncResponse(chat.sync(frame.getSyncRequest()))
                        .build();
            case PULL_REQUEST ->
                Frame.newBuilder()
                        .setPullResponse(chat.pull(frame.getPullRequest()))
                        .build();
            case LOGOUT_REQUEST ->
                Frame.newBuilder()
                        .setLogoutResponse(LogoutResponse.getDefaultInstance())
                        .build();
            case PRESENCE_SUBSCRIBE ->
                Frame.newBuilder()
                        .setPresenceEvent(PresenceEvent.getDefaultInstance())
                        .build();
            case DELIVERY_ACK -> {
                frame.getDeliveryAck()
                        .getPositionsList()
                        .forEach(position -> chat.delivered(position.getConversationId(), position.getSeq()));
                yield SILENCE;
            }
            default -> SILENCE;
        };
    }

    private final class Handler extends SimpleChannelInboundHandler<Frame> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, Frame frame) {
            received.add(frame);
            Frame scripted = script.apply(frame);
            Frame answer = scripted == null ? usual(ctx.channel(), frame) : scripted;
            if (answer.hasLoginResponse()) {
                sessions.put(ctx.channel(), frame.getLoginRequest());
            }
            // as the protocol has it: a request without an id is answered only when it fails
            if (answer != SILENCE && (frame.getRequestId() != 0 || answer.hasError())) {
                ctx.writeAndFlush(
                        answer.toBuilder().setRequestId(frame.getRequestId()).build());
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            sessions.remove(ctx.channel());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
