package io.yizhan.server.cluster;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.yizhan.identity.Incarnation;
import io.yizhan.server.config.MeshConfig;
import io.yizhan.server.session.PeerTransport;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Accepts the links of other workers, on a port of its own. Whoever does not prove the cluster's secret at once, or is
 * no member, is closed. Methods may block; not for event loops.
 */
public final class PeerListener implements PeerEntrance {
    private final MeshConfig config;
    private final MeshTrust trust;
    private final PeerTransport.Receiver receiver;
    private final EventLoopGroup loops;
    private final AcceptedLinks links = new AcceptedLinks();
    private final MeshRefusals refusals = new MeshRefusals();
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final AtomicReference<Channel> server = new AtomicReference<>();
    private final AtomicBoolean alive = new AtomicBoolean();

    /**
     * A listener that is not started.
     *
     * @param self who this worker is; may throw {@link IllegalStateException} as long as it has not joined
     * @param members whether a registration is one of a live worker, or of one that is still routed to
     * @param loops NIO event loops, shared; closed by their owner
     * @throws IllegalArgumentException if the secret is too short
     */
    public PeerListener(
            MeshConfig config,
            Supplier<Incarnation> self,
            Predicate<Incarnation> members,
            PeerTransport.Receiver receiver,
            EventLoopGroup loops) {
        this.config = config;
        this.trust = new MeshTrust(config, self, members);
        this.receiver = receiver;
        this.loops = loops;
    }

    /** @throws IllegalStateException if the port cannot be bound */
    @Override
    public void start() {
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new Initializer())
                .bind(config.bindHost(), config.port())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IllegalStateException(
                    "Could not listen for other workers on: " + config.bindHost() + ":" + config.port(), bound.cause());
        }
        server.set(bound.channel());
    }

    /** The port that is bound; only after {@link #start}. */
    @Override
    public int port() {
        Channel channel = server.get();
        if (channel == null) {
            throw new IllegalStateException("Not started: " + config.bindHost() + ":" + config.port());
        }
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** How many connections were turned away. */
    public long refused() {
        return refusals.count();
    }

    /** Closes the links that stand, since they were proved to a life that is over; the peers dial again. */
    @Override
    public void begin() {
        if (alive.getAndSet(true)) {
            links.closeAll();
        }
    }

    @Override
    public void close() {
        Channel channel = server.getAndSet(null);
        if (channel != null) {
            channel.close().awaitUninterruptibly();
        }
        connections.close().awaitUninterruptibly();
    }

    private final class Initializer extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            connections.add(channel);
            MeshFraming.install(channel.pipeline(), config.pingTimeout());
            channel.pipeline()
                    .addLast(
                            "handshake",
                            new AcceptHandshake(
                                    trust, links, refusals, peer -> new BatchReceiver(peer, receiver, refusals)));
        }
    }
}
