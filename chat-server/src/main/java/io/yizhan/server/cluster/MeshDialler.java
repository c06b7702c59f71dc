package io.yizhan.server.cluster;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.identity.Incarnation;
import io.yizhan.server.config.MeshConfig;
import io.yizhan.server.session.PeerTransport;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Opens connections to other workers and takes them through the handshake. Never blocks. */
final class MeshDialler {
    /** Few large batches rather than many small ones: room for one of {@link PeerBacklog#MAX_BATCH_BYTES}. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(256 << 10, 1 << 20);

    private final MeshConfig config;
    private final MeshTrust trust;
    private final PeerTransport.Receiver receiver;
    /** One for all peers: the later link always has the higher number. */
    private final AtomicLong linkEpochs = new AtomicLong();

    MeshDialler(MeshConfig config, Supplier<Incarnation> self, PeerTransport.Receiver receiver) {
        this.config = config;
        this.trust = new MeshTrust(config, self, anyone -> false); // it dials only, and accepts nobody
        this.receiver = receiver;
    }

    /** Looks the name up, off event loops, since that may block. Unresolved if there is no such name; never fails. */
    CompletionStage<InetSocketAddress> resolve(NodeEndpoint endpoint) {
        return CompletableFuture.supplyAsync(() -> new InetSocketAddress(endpoint.host(), endpoint.meshPort()));
    }

    /** Dials; {@code events} hears when the link is up. A handshake that fails closes the channel. */
    ChannelFuture dial(EventLoop loop, Incarnation peer, InetSocketAddress address, PeerLink.Events events) {
        return new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(trust.handshakeTimeout().toMillis()))
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        MeshFraming.install(channel.pipeline(), config.pingTimeout());
                        channel.pipeline().addLast("handshake", handshake(peer, events));
                    }
                })
                .connect(address);
    }

    private DialHandshake handshake(Incarnation peer, PeerLink.Events events) {
        return new DialHandshake(
                trust, peer, linkEpochs.incrementAndGet(), new PeerLink(peer, config.pingTimeout(), receiver, events));
    }
}
