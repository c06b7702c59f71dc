package io.yizhan.bench.relay;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.yizhan.protocol.FrameDecoder;
import io.yizhan.protocol.FrameEncoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Listens on loopback, with the codec and the event loops that workers have. */
final class RelayServer implements AutoCloseable {
    private static final int BODY_LIMIT = 1 << 20;
    private static final int BACKLOG = 4_096;
    /** As workers flush: many small writes of one loop's turn go out together. */
    private static final int FLUSH_AFTER = 256;

    private final EventLoopGroup loops;
    private final Channel listener;

    private RelayServer(EventLoopGroup loops, Channel listener) {
        this.loops = loops;
        this.listener = listener;
    }

    /** Takes connections from now on, on a free port. */
    static RelayServer start() {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
        Switchboard switchboard = new Switchboard();
        FrameEncoder encoder = new FrameEncoder();
        Channel listener = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new FlushConsolidationHandler(FLUSH_AFTER, true))
                                .addLast(new FrameDecoder(BODY_LIMIT), encoder, new RelayHandler(switchboard));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
        return new RelayServer(loops, listener);
    }

    int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    @Override
    public void close() {
        listener.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
