package io.yizhan.server.transport;

import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.LoginResponse;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.yizhan.protocol.ProtocolException;
import io.yizhan.server.auth.LoginResult;
import io.yizhan.server.session.LastWord;
import io.yizhan.server.session.LocalSession;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.state.KickedMeanwhileException;
import io.yizhan.server.state.LoginRefusedException;
import io.yizhan.server.state.TokenRevokedException;
import io.yizhan.server.state.WorkerFullException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets nothing but a login through, then gives its place to the handler of the session. While a login is being checked
 * nothing is read. One per connection.
 */
final class LoginHandler extends SimpleChannelInboundHandler<Frame> {
    private static final Logger log = LoggerFactory.getLogger(LoginHandler.class);

    private final SessionFactory sessions;
    private final InboundGate gate;
    private boolean ended;

    LoginHandler(SessionFactory sessions, InboundGate gate) {
        super(Frame.class);
        this.sessions = sessions;
        this.gate = gate;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Frame frame) {
        if (ended) {
            return;
        }
        if (!frame.hasLoginRequest()) {
            answer(ctx, frame, Refusal.of(ErrorCode.NOT_LOGGED_IN, "The first request is LoginRequest"));
            return;
        }
        if (sessions.isFull()) {
            refuse(ctx, frame, full());
            return;
        }
        gate.close(InboundGate.Reason.LOGIN_UNDER_WAY);
        check(ctx, frame);
    }

    private void check(ChannelHandlerContext ctx, Frame frame) {
        long beforeCheck = sessions.beforeCheck();
        onLoop(ctx, sessions.authenticate(frame.getLoginRequest()), (result, failure) -> {
            if (failure != null) {
                log.debug("A login could not be checked", failure);
                refuse(ctx, frame, Refusal.because(failure));
            } else {
                checked(ctx, frame, result, beforeCheck);
            }
        });
    }

    private void checked(ChannelHandlerContext ctx, Frame frame, LoginResult result, long beforeCheck) {
        if (result instanceof LoginResult.Accepted accepted) {
            if (isAlive(ctx)) {
                LocalSession session = sessions.create(accepted, ctx.channel());
                entered(ctx, frame, session, sessions.open(session, beforeCheck));
            }
        } else if (result instanceof LoginResult.Malformed malformed) {
            answer(ctx, frame, Refusal.invalid(malformed.reason()));
            gate.open(InboundGate.Reason.LOGIN_UNDER_WAY);
        } else if (result instanceof LoginResult.Overloaded) {
            refuse(ctx, frame, Refusal.of(ErrorCode.OVERLOADED, "Too many logins wait"));
        } else {
            refuse(ctx, frame, badToken());
        }
    }

    private void entered(
            ChannelHandlerContext ctx, Frame frame, LocalSession session, CompletionStage<SessionAddress> opened) {
        onLoop(ctx, opened, (address, failure) -> {
            if (failure instanceof TokenRevokedException) {
                refuse(ctx, frame, badToken());
            } else if (failure instanceof KickedMeanwhileException && isAlive(ctx)) {
                check(ctx, frame); // the kick may have been one that ends tokens too
            } else if (failure instanceof LoginRefusedException) {
                refuse(ctx, frame, Refusal.of(ErrorCode.LOGIN_REFUSED, "Other devices are logged in, and stay"));
            } else if (failure instanceof WorkerFullException) {
                refuse(ctx, frame, full());
            } else if (failure != null) {
                log.debug("A session could not be entered", failure);
                refuse(ctx, frame, Refusal.of(ErrorCode.UNAVAILABLE, "The registry cannot be reached"));
            } else if (!isAlive(ctx)) {
                sessions.close(session);
            } else {
                ctx.pipeline().remove(NewcomerHandler.class);
                ctx.pipeline().remove(LoginDeadlineHandler.class);
                ctx.pipeline().replace(this, "session", sessions.handler(session, gate));
                LoginResponse response = sessions.response(session);
                session.start(Frame.newBuilder()
                        .setRequestId(frame.getRequestId())
                        .setLoginResponse(response)
                        .build());
                gate.open(InboundGate.Reason.LOGIN_UNDER_WAY);
            }
        });
    }

    /** The client asks the gate for another worker. */
    private static Refusal full() {
        return Refusal.of(ErrorCode.OVERLOADED, "This worker is full");
    }

    private static Refusal badToken() {
        return Refusal.of(ErrorCode.BAD_TOKEN, "The token is not good for this login");
    }

    /** Says no and ends the connection. */
    private void refuse(ChannelHandlerContext ctx, Frame frame, Refusal refusal) {
        if (isAlive(ctx)) {
            ended = true;
            gate.open(InboundGate.Reason.LOGIN_UNDER_WAY); // to see the client's end; frames are dropped
            new LastWord(ctx.channel()).say(refusal.toFrame(frame.getRequestId()));
        }
    }

    private void answer(ChannelHandlerContext ctx, Frame frame, Refusal refusal) {
        if (isAlive(ctx)) {
            ctx.writeAndFlush(refusal.toFrame(frame.getRequestId()));
        }
    }

    private boolean isAlive(ChannelHandlerContext ctx) {
        return !ended && ctx.channel().isActive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ClientEvent.RETIRE) {
            ctx.close();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof ProtocolException) {
            ended = true;
            gate.close(InboundGate.Reason.ENDING);
        }
        ctx.fireExceptionCaught(cause);
    }

    /** The one place where an answer from elsewhere comes back to the connection. */
    private static <T> void onLoop(ChannelHandlerContext ctx, CompletionStage<T> stage, Outcome<T> outcome) {
        stage.whenComplete((result, failure) -> {
            if (ctx.executor().inEventLoop()) {
                outcome.settled(result, cause(failure));
            } else {
                ctx.executor().execute(() -> outcome.settled(result, cause(failure)));
            }
        });
    }

    /** Stages wrap what earlier ones failed with. */
    private static @Nullable Throwable cause(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Takes a result or a failure, never both. */
    private interface Outcome<T> {
        void settled(T result, @Nullable Throwable failure);
    }
}
