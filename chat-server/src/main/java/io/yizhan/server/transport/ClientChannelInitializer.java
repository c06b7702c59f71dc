package io.yizhan.server.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.yizhan.protocol.FrameDecoder;
import io.yizhan.protocol.FrameEncoder;
import io.yizhan.protocol.WireVersion;
import io.yizhan.server.config.ClientConfig;
import java.util.EnumSet;
import java.util.Optional;

/** The pipeline of one client connection, read top to bottom as a received byte meets it. */
final class ClientChannelInitializer extends ChannelInitializer<Channel> {
    private static final ChannelHandler ENCODER = new FrameEncoder();
    private static final ChannelHandler ERRORS = new ErrorHandler();
    private static final int SILENT_HEARTBEATS = 3;
    /** After so many flushes within one read bytes go out at the latest; the rest go out when the read ends. */
    private static final int FLUSHES = 64;

    private final ClientConfig config;
    private final Optional<ClientTls> tls;
    private final SessionFactory sessions;
    private final SessionFactory bookSessions;
    private final Newcomers newcomers;
    private final ChannelGroup connections;

    /**
     * Of one listener.
     *
     * @param tls empty: in the clear
     * @param bookSessions of clients of the book's protocol
     */
    ClientChannelInitializer(
            ClientConfig config,
            Optional<ClientTls> tls,
            SessionFactory sessions,
            SessionFactory bookSessions,
            Newcomers newcomers,
            ChannelGroup connections) {
        this.config = config;
        this.tls = tls;
        this.sessions = sessions;
        this.bookSessions = bookSessions;
        this.newcomers = newcomers;
        this.connections = connections;
    }

    @Override
    protected void initChannel(Channel channel) {
        connections.add(channel);
        InboundGate gate = new InboundGate(channel);
        FrameDecoder decoder = new FrameDecoder(config.maxLoginFrameBytes(), EnumSet.allOf(WireVersion.class));
        // below all others, which see what it has decrypted: what is not TLS gets no further
        tls.ifPresent(known -> channel.pipeline().addLast("tls", known.handler(channel.alloc())));
        channel.pipeline()
                // first of the others, so that it sees every byte, whichever handler below consumes the message
                .addLast("silence", new SilenceHandler(config.heartbeat().multipliedBy(SILENT_HEARTBEATS)))
                .addLast("write-stall", new WriteStallHandler())
                .addLast("flush", new FlushConsolidationHandler(FLUSHES, true))
                // bytes <-> frames
                .addLast("frame-in", decoder)
                .addLast("frame-out", ENCODER)
                .addLast("slow-frame", new SlowFrameHandler(decoder))
                .addLast("version", new VersionHandler(bookSessions, gate)) // gone after the first frame, or "book"
                // frames -> behaviour
                .addLast("newcomer", new NewcomerHandler(newcomers)) // gone after the login
                .addLast("login-deadline", new LoginDeadlineHandler(config.loginTimeout())) // gone after the login
                .addLast("login", new LoginHandler(sessions, gate)) // replaced by "session" when it succeeds
                // last: what nobody above handled
                .addLast("errors", ERRORS);
    }
}
