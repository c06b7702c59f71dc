package io.yizhan.server.transport;

import chat.v2.LoginRequest;
import chat.v2.LoginResponse;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.yizhan.identity.SessionId;
import io.yizhan.server.auth.LoginResult;
import io.yizhan.server.config.ClientConfig;
import io.yizhan.server.session.LocalSession;
import io.yizhan.server.session.PushShared;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.transport.book.BookHandler;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a login needs to become a session; shared by all connections. */
final class SessionFactory {
    private static final Logger log = LoggerFactory.getLogger(SessionFactory.class);

    private final ClientConfig config;
    private final ClientServices services;
    private final PushShared pushes;
    private final SecureRandom random = new SecureRandom();
    private final Clock clock;

    SessionFactory(ClientConfig config, ClientServices services, PushShared pushes, Clock clock) {
        this.config = config;
        this.services = services;
        this.pushes = pushes;
        this.clock = clock;
    }

    CompletionStage<LoginResult> authenticate(LoginRequest request) {
        return services.authenticator().authenticate(request);
    }

    LocalSession create(LoginResult.Accepted accepted, Channel channel) {
        return new LocalSession(
                accepted.user(), accepted.device(), accepted.platform(), SessionId.random(random), channel, pushes);
    }

    /** Whether nobody else can log in here. */
    boolean isFull() {
        return services.states().isFull();
    }

    /** To be asked before {@link #authenticate}, for {@link #open}. */
    long beforeCheck() {
        return services.states().beforeCheck();
    }

    /** Completes when the session stands in the registry. */
    CompletionStage<SessionAddress> open(LocalSession session, long beforeCheck) {
        return services.states().open(session, beforeCheck);
    }

    /** The handler that takes the connection over. */
    ChannelHandler handler(LocalSession session, InboundGate gate) {
        return new SessionHandler(session, gate, new Requests(session, gate, services, clock), this);
    }

    /** What stands between such a handler and a client of the book. */
    ChannelHandler bookHandler() {
        return new BookHandler(services.catchUp(), clock);
    }

    LoginResponse response(LocalSession session) {
        return LoginResponse.newBuilder()
                .setSessionId(session.id().value())
                .setNodeId(session.address().holder().node().value())
                .setServerTimeMs(clock.millis())
                .setHeartbeatMs(Math.toIntExact(config.heartbeat().toMillis()))
                .setMaxUnacked(config.maxUnacked())
                .build();
    }

    /** The largest body of a frame of a session, in bytes. */
    int bodyLimit() {
        return config.maxFrameBytes();
    }

    /** Takes the session out; what fails here heals when its lease ends. */
    void close(LocalSession session) {
        services.presences().left(session);
        services.groups().local().leave(session);
        services.states().close(session).whenComplete((removed, failure) -> {
            if (failure != null) {
                log.debug("Left to its lease in the registry: {}", session.id(), failure);
            }
        });
    }
}
