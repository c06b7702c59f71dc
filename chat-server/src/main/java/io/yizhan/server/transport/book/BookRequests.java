package io.yizhan.server.transport.book;

import book.v1.ProtoMsg;
import chat.v2.Frame;
import chat.v2.LogoutRequest;
import chat.v2.Ping;
import chat.v2.SendRequest;
import chat.v2.SendResponse;
import chat.v2.Target;
import io.netty.channel.ChannelHandlerContext;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What a client of the book asks once it is logged in, said in version 2. Owned by the channel's event loop. */
final class BookRequests {
    private final ChannelHandlerContext ctx;
    private final BookExchange exchange;
    private final BookSession session;
    private final BookInbox inbox;
    private final Clock clock;
    private long lastId;

    BookRequests(ChannelHandlerContext ctx, BookExchange exchange, BookSession session, BookInbox inbox, Clock clock) {
        this.ctx = ctx;
        this.exchange = exchange;
        this.session = session;
        this.inbox = inbox;
        this.clock = clock;
    }

    /** What only servers send, or nobody, is passed over: version 1 has no word for it. */
    void take(ProtoMsg.Message message) {
        switch (message.getType()) {
            case HEART_BEAT -> echo(message);
            case MESSAGE_REQUEST -> send(message);
            case LOGOUT_REQUEST -> logOut(message);
            case LOGIN_REQUEST -> ctx.writeAndFlush(session.alreadyLoggedIn(message.getSequence()));
            default -> {}
        }
    }

    /** By way of a Ping, so that heads are looked at as often as for others. */
    private void echo(ProtoMsg.Message heartBeat) {
        exchange.ask(Frame.newBuilder().setPing(Ping.getDefaultInstance()), pong -> Optional.of(heartBeat));
    }

    /** Every one is a new message, whatever number the client gives it. */
    private void send(ProtoMsg.Message message) {
        ProtoMsg.MessageRequest sent = message.getMessageRequest();
        SendRequest.Builder request = SendRequest.newBuilder()
                .setTarget(Target.newBuilder().setUserId(sent.getTo()))
                .setClientMsgId(nextId())
                .setContent(BookContent.read(sent));
        exchange.ask(
                Frame.newBuilder().setSendRequest(request),
                answer -> Optional.of(answered(message.getSequence(), answer)));
    }

    private ProtoMsg.Message answered(long sequence, Frame answer) {
        if (!answer.hasSendResponse()) {
            return session.notStored(sequence, answer.getError());
        }
        SendResponse stored = answer.getSendResponse();
        ctx.executor().execute(() -> {
            inbox.sent(stored.getConversationId(), stored.getSeq());
            ctx.flush();
        });
        return session.stored(sequence);
    }

    private long nextId() {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        lastId = Math.max(lastId + 1, micros);
        return lastId;
    }

    private void logOut(ProtoMsg.Message message) {
        exchange.ask(
                Frame.newBuilder().setLogoutRequest(LogoutRequest.getDefaultInstance()),
                done -> Optional.of(session.loggedOut(message.getSequence())));
    }
}
