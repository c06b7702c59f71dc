package io.yizhan.bench.crowd;

import chat.v2.Frame;
import chat.v2.LoginRequest;
import chat.v2.Ping;
import chat.v2.Platform;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.yizhan.client.gate.GateLogin;
import java.util.concurrent.TimeUnit;

/** Logs in, then pings as often as it was told to. Fields are few: there may be a hundred thousand of these. */
final class CrowdHandler extends SimpleChannelInboundHandler<Frame> {
    private static final Frame PING =
            Frame.newBuilder().setPing(Ping.getDefaultInstance()).build();

    private static final long ANSWER_SECONDS = 60;

    private final CrowdListener listener;
    private final Conduct conduct;
    private Runnable answered = () -> {};
    private boolean loggedIn;

    CrowdHandler(CrowdListener listener, Conduct conduct) {
        super(Frame.class);
        this.listener = listener;
        this.conduct = conduct;
    }

    /** What a connection says first. */
    static Frame login(GateLogin ticket) {
        return Frame.newBuilder()
                .setRequestId(1)
                .setLoginRequest(LoginRequest.newBuilder()
                        .setToken(ticket.token())
                        .setUserId(ticket.userId())
                        .setDeviceId(Tickets.DEVICE.value())
                        .setPlatform(Platform.CONSOLE)
                        .setClientVersion("bench"))
                .build();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        var deadline =
                ctx.executor().schedule(() -> end(ctx, "the login was not answered"), ANSWER_SECONDS, TimeUnit.SECONDS);
        answered = () -> deadline.cancel(false);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Frame frame) {
        if (frame.hasLoginResponse()) {
            loggedIn = true;
            stopWaiting();
            ping(ctx, frame.getLoginResponse().getHeartbeatMs());
            conduct.loggedIn(ctx.channel());
            listener.loggedIn();
        } else if (frame.hasKicked() || (frame.hasError() && !loggedIn)) {
            end(ctx, frame.hasError() ? frame.getError().getCode().name() : "KICKED");
        } else {
            conduct.received(ctx.channel(), frame);
        }
    }

    private void stopWaiting() {
        answered.run();
        answered = () -> {};
    }

    private void ping(ChannelHandlerContext ctx, int heartbeatMs) {
        var unused = ctx.executor()
                .scheduleAtFixedRate(
                        () -> {
                            if (ctx.channel().isActive()) {
                                ctx.writeAndFlush(PING, ctx.voidPromise());
                            }
                        },
                        heartbeatMs,
                        heartbeatMs,
                        TimeUnit.MILLISECONDS);
        ctx.channel().closeFuture().addListener(closed -> unused.cancel(false));
    }

    private void end(ChannelHandlerContext ctx, String why) {
        stopWaiting();
        listener.ended(why); // before the close tells of an end without a reason
        ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        stopWaiting();
        listener.ended(loggedIn ? "the connection was closed" : "closed before the login was answered");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end(ctx, cause.toString());
    }
}
