package io.yizhan.server.transport.book;

import book.v1.ProtoMsg;
import chat.v2.Frame;
import chat.v2.LoginRequest;
import chat.v2.Platform;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.protocol.SharedFrame;
import io.yizhan.server.delivery.CatchUp;
import io.yizhan.server.session.LastWord;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Speaks the book's protocol with the client and version 2 with the handlers above, which so keep their promises for it
 * too. What version 1 has no words for (Kicked, GoAway, Receipt and the like) is left out. One per connection.
 */
public final class BookHandler extends ChannelDuplexHandler {
    private final CatchUp catchUp;
    private final Clock clock;
    private @Nullable BookExchange exchange;
    private @Nullable BookInbox inbox;
    private @Nullable BookRequests requests;
    private boolean ended;

    public BookHandler(CatchUp catchUp, Clock clock) {
        this.catchUp = catchUp;
        this.clock = clock;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        exchange = new BookExchange(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object in) {
        if (ended || exchange == null || !(in instanceof ProtoMsg.Message message)) {
            return;
        }
        if (inbox != null && requests != null) {
            inbox.frameCame();
            requests.take(message);
        } else if (message.getType() == ProtoMsg.HeadType.LOGIN_REQUEST) {
            logIn(ctx, exchange, message);
        } else {
            end(ctx);
        }
    }

    private void logIn(ChannelHandlerContext ctx, BookExchange asked, ProtoMsg.Message message) {
        ProtoMsg.LoginRequest login = message.getLoginRequest();
        LoginRequest.Builder request = LoginRequest.newBuilder()
                .setToken(login.getToken())
                .setUserId(login.getUid())
                .setDeviceId(login.getDeviceId())
                .setPlatform(platform(login.getPlatform()))
                .setClientVersion(login.getAppVersion());
        asked.ask(Frame.newBuilder().setLoginRequest(request), answer -> {
            if (!answer.hasLoginResponse()) {
                ctx.executor().execute(() -> end(ctx));
                return Optional.of(BookSession.refused(message.getSequence(), answer.getError()));
            }
            BookSession session = new BookSession(
                    new UserId(login.getUid()),
                    new DeviceId(login.getDeviceId()),
                    answer.getLoginResponse().getSessionId());
            BookInbox begun = new BookInbox(ctx, asked, session, new BookStart(ctx, asked, session, catchUp));
            inbox = begun;
            requests = new BookRequests(ctx, asked, session, begun, clock);
            ctx.executor().execute(begun::begin);
            return Optional.of(session.loggedIn(message.getSequence()));
        });
    }

    private static Platform platform(int number) {
        return switch (number) {
            case 0, 1 -> Platform.DESKTOP;
            case 2 -> Platform.ANDROID;
            case 3 -> Platform.IOS;
            case 4 -> Platform.WEB;
            default -> Platform.CONSOLE;
        };
    }

    private void end(ChannelHandlerContext ctx) {
        ended = true;
        new LastWord(ctx.channel()).end();
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object out, ChannelPromise promise) {
        Object one = out instanceof SharedFrame shared ? shared.frame() : out;
        if (!(one instanceof Frame frame)) {
            ctx.write(out, promise);
            return;
        }
        Optional<ProtoMsg.Message> said = exchange == null ? Optional.empty() : exchange.answered(frame);
        if (said.isPresent()) {
            ctx.write(said.get(), promise);
            return;
        }
        if (inbox != null) {
            frame.getPush().getMessagesList().forEach(inbox::pushed);
            frame.getHeadNotice().getHeadsList().forEach(inbox::named);
        }
        ctx.write(Unpooled.EMPTY_BUFFER, promise); // in its place among the others, so that nothing overtakes them
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (inbox != null && ctx.channel().isWritable()) {
            inbox.writable();
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        ended = true;
        if (inbox != null) {
            inbox.stop();
        }
        ctx.fireChannelInactive();
    }
}
