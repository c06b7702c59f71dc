package io.yizhan.client.connection;

import chat.v2.Frame;
import chat.v2.LoginRequest;
import com.google.errorprone.annotations.CheckReturnValue;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.yizhan.client.gate.GateNode;
import io.yizhan.protocol.FrameDecoder;
import io.yizhan.protocol.FrameEncoder;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Connects to a worker and logs in there. Everything runs on, and completes on, one event loop. */
final class Dialer {
    private final EventLoop loop;
    private final DialSettings settings;
    private final LongSupplier wallClock;
    private final WorkerTls tls;

    Dialer(EventLoop loop, DialSettings settings, LongSupplier wallClock) {
        this.loop = loop;
        this.settings = settings;
        this.wallClock = wallClock;
        this.tls = new WorkerTls(settings.trusted());
    }

    /**
     * Dials {@code node}.
     *
     * @param listener hears of the connection from its first frame on
     * @return fails with {@link ConnectionLostException} or {@link ChatException}; the connection is closed then
     */
    @CheckReturnValue
    CompletableFuture<LoggedIn> dial(GateNode node, LoginRequest login, ServerConnection.Listener listener) {
        CompletableFuture<LoggedIn> result = new CompletableFuture<>();
        ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        settings.connectTimeout().toMillis())
                .handler(new Pipeline(node, listener))
                .connect(node.host(), node.port());
        connecting.addListener(connected -> {
            if (connected.isSuccess()) {
                login(connecting.channel(), login, result);
            } else {
                result.completeExceptionally(new ConnectionLostException(
                        "Could not connect to node " + node.id() + " at " + node.host() + ":" + node.port(),
                        connected.cause()));
            }
        });
        return result;
    }

    private static void login(Channel channel, LoginRequest login, CompletableFuture<LoggedIn> result) {
        ServerConnection connection = channel.pipeline().get(ServerConnection.class);
        if (connection == null) {
            result.completeExceptionally(new ConnectionLostException("The connection ended at once"));
            return;
        }
        var unused = connection
                .ask(Frame.newBuilder().setLoginRequest(login))
                .whenComplete((answer, error) -> loggedIn(connection, answer, error, result));
    }

    private static void loggedIn(
            ServerConnection connection,
            @Nullable Frame answer,
            @Nullable Throwable error,
            CompletableFuture<LoggedIn> result) {
        if (answer != null && answer.hasLoginResponse()) {
            result.complete(new LoggedIn(connection, answer.getLoginResponse()));
            return;
        }
        Throwable cause = error == null ? new ConnectionLostException("Not an answer to a login") : error;
        connection.close(cause);
        result.completeExceptionally(cause);
    }

    /** Bytes to frames to the connection, read top to bottom as a received byte meets it. */
    private final class Pipeline extends ChannelInitializer<Channel> {
        private final GateNode node;
        private final ServerConnection.Listener listener;

        Pipeline(GateNode node, ServerConnection.Listener listener) {
            this.node = node;
            this.listener = listener;
        }

        @Override
        protected void initChannel(Channel channel) throws SSLException {
            if (node.tls()) {
                channel.pipeline().addLast("tls", tls.handler(channel.alloc(), node));
            }
            channel.pipeline()
                    .addLast("frame-in", new FrameDecoder(settings.maxFrameBytes()))
                    .addLast("frame-out", new FrameEncoder())
                    .addLast(
                            "connection",
                            new ServerConnection(channel, settings.requestTimeout(), wallClock, listener));
        }
    }
}
