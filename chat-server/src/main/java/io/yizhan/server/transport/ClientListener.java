package io.yizhan.server.transport;

import chat.v2.Frame;
import chat.v2.GoAway;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.yizhan.server.config.ClientConfig;
import io.yizhan.server.session.PushSettings;
import io.yizhan.server.session.PushShared;
import io.yizhan.server.session.SessionManager;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where clients come in over TCP. Its methods block and belong to the thread that starts and stops the worker.
 *
 * <p>To stop: {@link #drain}, which keeps every promise, then {@link #close}, which may follow at once.
 */
public final class ClientListener implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ClientListener.class);
    /** One message more than the high mark, the largest, and a client that does not read still costs below 128 KiB. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(32 << 10, 56 << 10);
    /** Left to itself the system would keep megabytes for each client that does not read. It doubles this figure. */
    private static final int SEND_BUFFER = 64 << 10;

    private static final int BACKLOG = 4_096;
    private static final long CLOSE_WITHIN_MS = 2_000;

    private final ClientConfig config;
    private final Optional<ClientTls> tls;
    private final EventLoops loops;
    private final SessionManager local;
    private final ChannelGroup connections = new DefaultChannelGroup("clients", GlobalEventExecutor.INSTANCE, true);
    private final Newcomers newcomers;
    private final SessionFactory sessions;
    private final SessionFactory bookSessions;
    private @Nullable Channel listening;

    /** @throws IllegalStateException if there is to be TLS, and its files cannot be used */
    public ClientListener(ClientConfig config, EventLoops loops, SessionManager local, ClientServices services) {
        this.config = config;
        this.tls = config.tls().map(ClientTls::open);
        this.loops = loops;
        this.local = local;
        this.newcomers = new Newcomers(config.newcomers());
        PushShared pushes = PushShared.of(PushSettings.of(config.maxUnacked(), config.resendAfter()), loops.wakeups());
        this.sessions = new SessionFactory(config, services, pushes, Clock.systemUTC());
        PushShared bookPushes = new PushShared(PushSettings.UNREPEATED, loops.wakeups(), pushes.memory());
        this.bookSessions = new SessionFactory(config, services, bookPushes, Clock.systemUTC());
    }

    /**
     * Begins to accept.
     *
     * @return the port
     * @throws IllegalStateException if the address cannot be had
     */
    public int bind() throws InterruptedException {
        InetSocketAddress address = new InetSocketAddress(config.bindHost(), config.port());
        var bound = bootstrap().bind(address).await();
        if (!bound.isSuccess()) {
            throw new IllegalStateException("Cannot listen for clients on: " + address, bound.cause());
        }
        listening = bound.channel();
        int port = ((InetSocketAddress) bound.channel().localAddress()).getPort();
        log.info("Clients may connect {}to {}:{}", tls.isPresent() ? "with TLS " : "", config.bindHost(), port);
        return port;
    }

    private ServerBootstrap bootstrap() {
        return new ServerBootstrap()
                .group(loops.acceptor(), loops.workers())
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(
                        new ClientChannelInitializer(config, tls, sessions, bookSessions, newcomers, connections));
    }

    /** Takes another certificate, for those who come from then on, when there is one. */
    public void followCertificate(ScheduledExecutorService timer) {
        tls.ifPresent(known -> known.follow(timer));
    }

    /** How many connections were closed at once, since too many were not logged in. */
    long refusedNewcomers() {
        return newcomers.refused();
    }

    /** Takes no new connection from now on. */
    public void stopAccepting() throws InterruptedException {
        if (listening != null) {
            listening.close().await();
            listening = null;
        }
    }

    /**
     * Sends the clients away: stops accepting, tells each session, lets them go by themselves for up to {@code leave}
     * and a little, since slow ones hear of it late, then takes no more requests, answers those that are open, and
     * closes. Returns when all are gone and their sessions are being taken out, or after {@code leave} and
     * {@code answer} together.
     */
    public void drain(Duration leave, Duration answer) throws InterruptedException {
        stopAccepting();
        Duration late = answer.dividedBy(2);
        sendAway(leave, "This worker stops");
        if (!await(leave.plus(late))) {
            retire();
            await(answer.minus(late));
        }
        for (EventExecutor loop : loops.workers()) {
            loop.submit(() -> {}).await(CLOSE_WITHIN_MS); // a connection that has just closed still ends its session
        }
        log.info("{} connections are left", connections.size());
    }

    /** Asks each session to go to another worker, at a moment of its own choice; until then it is served as before. */
    public void sendAway(Duration within, String why) {
        Frame goAway = Frame.newBuilder()
                .setGoAway(GoAway.newBuilder()
                        .setReconnectWithinMs(Math.toIntExact(within.toMillis()))
                        .setMessage(why))
                .build();
        log.info("Sending {} sessions away", local.size());
        local.all().forEach(session -> session.write(goAway));
    }

    /** For those who did not go: takes no more requests, answers those that are open, then closes. Never blocks. */
    public void retire() {
        connections.forEach(channel -> channel.pipeline().fireUserEventTriggered(ClientEvent.RETIRE));
    }

    /** Closes what is left. */
    @Override
    public void close() throws InterruptedException {
        stopAccepting();
        connections.close().await(CLOSE_WITHIN_MS);
    }

    /** Waits for all connections to end; whether they did. */
    private boolean await(Duration timeout) throws InterruptedException {
        return connections.newCloseFuture().await(timeout.toMillis());
    }
}
