package io.yizhan.bench.crowd;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.yizhan.client.gate.GateLogin;
import io.yizhan.protocol.FrameDecoder;
import io.yizhan.protocol.FrameEncoder;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * Connects. An address has some 28,000 ports to connect from, so what goes to loopback comes from several of its
 * addresses.
 */
final class Dialler implements AutoCloseable {
    private static final int BODY_LIMIT = 1 << 20;
    private static final int CONNECT_MS = 20_000;
    private static final int PORTS_OF_AN_ADDRESS = 20_000;
    private static final String LOOPBACK = "127.";

    private final EventLoopGroup loops;
    private final Bootstrap bootstrap;
    private final FrameEncoder encoder = new FrameEncoder();

    Dialler(int threads) {
        this.loops = new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory("crowd", true), NioIoHandler.newFactory());
        this.bootstrap = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_LINGER, 0) // a cut is a reset, and leaves no port waiting
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MS)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WriteBufferWaterMark.DEFAULT);
    }

    /**
     * Connects and logs in.
     *
     * @param number of the connection; those with near numbers share an address
     */
    Channel dial(int number, GateLogin ticket, CrowdListener listener, Conduct conduct) {
        String host = ticket.node().host();
        Bootstrap one = bootstrap.clone().handler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new FrameDecoder(BODY_LIMIT), encoder, new CrowdHandler(listener, conduct));
            }
        });
        if (host.startsWith(LOOPBACK)) {
            one.localAddress(new InetSocketAddress("127.0.0." + (1 + number / PORTS_OF_AN_ADDRESS), 0));
        }
        ChannelFuture connecting =
                one.connect(new InetSocketAddress(host, ticket.node().port()));
        connecting.addListener(connected -> {
            if (connected.isSuccess()) {
                connecting.channel().writeAndFlush(CrowdHandler.login(ticket));
            } else {
                listener.ended(String.valueOf(connected.cause()));
            }
        });
        return connecting.channel();
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
