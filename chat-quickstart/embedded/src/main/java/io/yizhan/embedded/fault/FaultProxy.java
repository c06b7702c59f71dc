package io.yizhan.embedded.fault;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A TCP link that fails on demand: listens on loopback and passes everything on to a target, but for what its toxics
 * do. Needs no rights and touches nobody else's traffic. Safe from any thread; a change is in effect for every
 * connection, also those that stand, when the call returns.
 *
 * <p>What it cannot show: a dial that is never answered, since the system accepts before the proxy is asked. A target
 * that refuses looks like one that accepts and resets at once.
 */
public final class FaultProxy implements AutoCloseable {
    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("fault-proxy", true), NioIoHandler.newFactory());
    private final EventLoop loop = loops.next();
    private final InetSocketAddress target;
    private final Channel listener;

    // on the loop only
    private final Set<ProxiedConnection> connections = new HashSet<>();
    private LinkToxics toxics = LinkToxics.NONE;
    private boolean cut;

    private FaultProxy(InetSocketAddress listen, InetSocketAddress target) {
        this.target = target;
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel client) {
                        accepted(client);
                    }
                })
                .bind(listen);
        if (!bound.awaitUninterruptibly().isSuccess()) {
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw new IllegalStateException("A proxy cannot listen: " + listen, bound.cause());
        }
        this.listener = bound.channel();
    }

    /** A link without faults to a port of 127.0.0.1, on a free port there. */
    public static FaultProxy to(int targetPort) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        return between(new InetSocketAddress(loopback, 0), new InetSocketAddress(loopback, targetPort));
    }

    /**
     * A link without faults.
     *
     * @param listen port 0 for a free one
     * @throws IllegalStateException if it cannot listen there
     */
    public static FaultProxy between(InetSocketAddress listen, InetSocketAddress target) {
        return new FaultProxy(listen, target);
    }

    /** Where to dial instead of the target. */
    public int port() {
        return address().getPort();
    }

    /** Where to dial instead of the target. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** These toxics, and none from before, now hold in this direction; without any it is as good as new. */
    public void poison(Direction direction, Toxic... present) {
        List<Toxic> list = List.of(present);
        onLoop(() -> change(toxics.with(direction, list)));
    }

    /** As the other, in both directions. */
    public void poison(Toxic... present) {
        List<Toxic> list = List.of(present);
        onLoop(() -> change(new LinkToxics(list, list)));
    }

    /** Resets every connection, and every new one at once, until {@link #heal}. */
    public void cut() {
        onLoop(() -> {
            cut = true;
            resetAll();
        });
    }

    /** Resets every connection that stands; new ones are welcome. */
    public void reset() {
        onLoop(this::resetAll);
    }

    /** Ends every fault. */
    public void heal() {
        onLoop(() -> {
            cut = false;
            change(LinkToxics.NONE);
        });
    }

    /** How many connections stand. */
    public int connections() {
        int[] count = new int[1];
        onLoop(() -> count[0] = connections.size());
        return count[0];
    }

    private void onLoop(Runnable change) {
        loop.submit(change).syncUninterruptibly();
    }

    private void change(LinkToxics present) {
        toxics = present;
        List.copyOf(connections).forEach(connection -> connection.change(present));
    }

    private void resetAll() {
        List<ProxiedConnection> standing = new ArrayList<>(connections);
        connections.clear();
        standing.forEach(ProxiedConnection::reset);
    }

    private void accepted(SocketChannel client) {
        if (cut) {
            ProxiedConnection.reset(client);
            return;
        }
        new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(target)
                .addListener((ChannelFuture dialled) -> {
                    if (dialled.isSuccess() && !cut && client.isOpen()) {
                        connected(client, (SocketChannel) dialled.channel());
                    } else {
                        ProxiedConnection.reset(dialled.channel());
                        ProxiedConnection.reset(client);
                    }
                });
    }

    private void connected(SocketChannel client, SocketChannel server) {
        ProxiedConnection connection = new ProxiedConnection(client, server, toxics);
        connections.add(connection);
        for (Channel end : List.of(client, server)) {
            end.closeFuture().addListener(closed -> {
                if (!connection.isOpen()) {
                    connections.remove(connection);
                }
            });
        }
        connection.open();
    }

    /** Ends the link and every connection over it; may be called again. */
    @Override
    public void close() {
        if (!loop.isShuttingDown()) {
            cut();
            listener.close().awaitUninterruptibly();
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }
}
