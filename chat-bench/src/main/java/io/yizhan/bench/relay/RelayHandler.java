package io.yizhan.bench.relay;

import chat.v2.Error;
import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.LoginRequest;
import chat.v2.LoginResponse;
import chat.v2.LogoutResponse;
import chat.v2.Message;
import chat.v2.Pong;
import chat.v2.PullResponse;
import chat.v2.Push;
import chat.v2.SendRequest;
import chat.v2.SendResponse;
import chat.v2.SyncResponse;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.UserId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection: whoever says who he is is believed, and what he sends is answered and passed on at once. */
final class RelayHandler extends SimpleChannelInboundHandler<Frame> {
    private static final Logger log = LoggerFactory.getLogger(RelayHandler.class);
    private static final int HEARTBEAT_MS = 30_000;
    private static final int MAX_UNACKED = 1_000_000;

    private final Switchboard switchboard;
    private String user = "";
    private String device = "";

    RelayHandler(Switchboard switchboard) {
        super(Frame.class);
        this.switchboard = switchboard;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Frame frame) {
        Frame.Builder answer = Frame.newBuilder().setRequestId(frame.getRequestId());
        switch (frame.getBodyCase()) {
            case LOGIN_REQUEST ->
                ctx.write(answer.setLoginResponse(login(ctx, frame.getLoginRequest()))
                        .build());
            case SEND_REQUEST -> send(ctx, answer, frame.getSendRequest());
            case PING ->
                ctx.write(answer.setPong(Pong.newBuilder()
                                .setClientTimeMs(frame.getPing().getClientTimeMs())
                                .setServerTimeMs(System.currentTimeMillis()))
                        .build());
            case SYNC_REQUEST ->
                ctx.write(answer.setSyncResponse(SyncResponse.getDefaultInstance())
                        .build());
            case PULL_REQUEST ->
                ctx.write(answer.setPullResponse(PullResponse.getDefaultInstance())
                        .build());
            case LOGOUT_REQUEST ->
                ctx.writeAndFlush(answer.setLogoutResponse(LogoutResponse.getDefaultInstance())
                                .build())
                        .addListener(ChannelFutureListener.CLOSE);
            case DELIVERY_ACK, READ_MARK -> log.trace("Taken note of nowhere: {}", frame.getBodyCase());
            default ->
                ctx.write(answer.setError(Error.newBuilder()
                                .setCode(ErrorCode.INVALID_ARGUMENT)
                                .setMessage("The relay does not know: " + frame.getBodyCase()))
                        .build());
        }
    }

    private LoginResponse login(ChannelHandlerContext ctx, LoginRequest request) {
        user = request.getUserId();
        device = request.getDeviceId();
        switchboard.enter(user, ctx.channel());
        return LoginResponse.newBuilder()
                .setSessionId(ctx.channel().id().asShortText())
                .setServerTimeMs(System.currentTimeMillis())
                .setHeartbeatMs(HEARTBEAT_MS)
                .setMaxUnacked(MAX_UNACKED)
                .build();
    }

    private void send(ChannelHandlerContext ctx, Frame.Builder answer, SendRequest request) {
        String recipient = request.getTarget().getUserId();
        ConversationId conversation = ConversationId.direct(new UserId(user), new UserId(recipient));
        SendResponse place = SendResponse.newBuilder()
                .setConversationId(conversation.value())
                .setSeq(switchboard.nextNumber(conversation))
                .setMessageId(switchboard.nextMessageId())
                .setServerTimeMs(System.currentTimeMillis())
                .build();
        ctx.write(answer.setSendResponse(place).build());
        switchboard.find(recipient).ifPresent(other -> other.writeAndFlush(push(request, place)));
    }

    private Frame push(SendRequest request, SendResponse place) {
        return Frame.newBuilder()
                .setPush(Push.newBuilder()
                        .addMessages(Message.newBuilder()
                                .setConversationId(place.getConversationId())
                                .setSeq(place.getSeq())
                                .setMessageId(place.getMessageId())
                                .setFromUserId(user)
                                .setFromDeviceId(device)
                                .setClientMsgId(request.getClientMsgId())
                                .setContent(request.getContent())
                                .setServerTimeMs(place.getServerTimeMs())))
                .build();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        switchboard.leave(user, ctx.channel());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        log.warn("A connection failed: {}", cause.toString());
        ctx.close();
    }
}
