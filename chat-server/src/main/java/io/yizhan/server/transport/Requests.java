package io.yizhan.server.transport;

import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.LogoutResponse;
import chat.v2.Ping;
import chat.v2.Pong;
import chat.v2.SendRequest;
import io.yizhan.server.session.LocalSession;
import java.time.Clock;

/** Hands each request of one session to whoever answers it. Owned by the channel's event loop. */
final class Requests {
    private final LocalSession session;
    private final InboundGate gate;
    private final Clock clock;
    private final Replies replies;
    private final SendRate rate;
    private final SendRequests sends;
    private final PositionRequests positions;
    private final CatchUpRequests catchUps;
    private final NewsWatch news;
    private final RecallRequests recalls;
    private final PresenceRequests presence;
    private boolean stopped;

    Requests(LocalSession session, InboundGate gate, ClientServices services, Clock clock) {
        this.session = session;
        this.gate = gate;
        this.clock = clock;
        this.rate = new SendRate(services.sendLimit(), System::nanoTime);
        this.replies = new Replies(session, gate, session.loop());
        this.sends = new SendRequests(session, replies, services);
        this.positions = new PositionRequests(session, replies, services.receipts());
        this.news = new NewsWatch(session, replies, services.catchUp(), clock);
        this.catchUps = new CatchUpRequests(
                session,
                replies,
                services.catchUp(),
                news,
                services.groups().local().enter(session));
        this.recalls = new RecallRequests(session, replies, services.recalls());
        this.presence = new PresenceRequests(session, replies, services.presences(), services.typings());
    }

    void take(Frame frame) {
        if (!stopped) {
            replies.guard(frame.getRequestId(), () -> dispatch(frame.getRequestId(), frame));
        }
    }

    /** Takes nothing from now on; what was taken is still answered. */
    void stop() {
        stopped = true;
    }

    /** The connection is gone. */
    void end() {
        positions.end();
    }

    private void dispatch(long id, Frame frame) {
        if (isOfTheUser(frame.getBodyCase())) {
            session.active();
        }
        switch (frame.getBodyCase()) {
            case PING -> ping(id, frame.getPing());
            case SEND_REQUEST -> send(id, frame.getSendRequest());
            case DELIVERY_ACK -> positions.delivered(id, frame.getDeliveryAck());
            case READ_MARK -> positions.read(id, frame.getReadMark());
            case SYNC_REQUEST -> catchUps.sync(id, frame.getSyncRequest());
            case PULL_REQUEST -> catchUps.pull(id, frame.getPullRequest());
            case RECALL_REQUEST -> recalls.recall(id, frame.getRecallRequest());
            case LOGOUT_REQUEST -> logout(id);
            case LOGIN_REQUEST ->
                replies.refuse(id, Refusal.of(ErrorCode.ALREADY_LOGGED_IN, "This connection has a session"));
            case TYPING -> presence.typing(id, frame.getTyping());
            case PRESENCE_SUBSCRIBE -> presence.subscribe(id, frame.getPresenceSubscribe());
            case BODY_NOT_SET -> replies.refuse(id, Refusal.invalid("A frame without a known body"));
            default -> replies.refuse(id, Refusal.invalid("Only servers send: " + frame.getBodyCase()));
        }
    }

    private void send(long id, SendRequest request) {
        switch (rate.next()) {
            case TAKEN -> sends.send(id, request);
            case TOO_FAST -> replies.refuse(id, tooFast());
            case IGNORED -> {
                stop();
                session.end(tooFast().toFrame(id));
            }
        }
    }

    private static Refusal tooFast() {
        return new Refusal(ErrorCode.RATE_LIMITED, "Too many sends", Math.toIntExact(SendRate.WAIT.toMillis()));
    }

    /** Whether a person did something; heartbeats, acknowledgements and catching up are the client's own doing. */
    private static boolean isOfTheUser(Frame.BodyCase what) {
        return switch (what) {
            case SEND_REQUEST, READ_MARK, RECALL_REQUEST, TYPING -> true;
            default -> false;
        };
    }

    private void ping(long id, Ping ping) {
        replies.answer(
                id,
                Frame.newBuilder()
                        .setPong(Pong.newBuilder()
                                .setClientTimeMs(ping.getClientTimeMs())
                                .setServerTimeMs(clock.millis())));
        news.look();
    }

    private void logout(long id) {
        stop();
        gate.whenIdle(() -> {
            if (id == 0) {
                session.end();
            } else {
                session.end(Frame.newBuilder()
                        .setRequestId(id)
                        .setLogoutResponse(LogoutResponse.getDefaultInstance())
                        .build());
            }
        });
    }
}
