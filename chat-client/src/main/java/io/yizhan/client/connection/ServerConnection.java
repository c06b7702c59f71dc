package io.yizhan.client.connection;

import chat.v2.Frame;
import chat.v2.Ping;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.yizhan.lifecycle.Recurring;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to a worker: the last handler of its pipeline, and what its users write to. One per connection. */
final class ServerConnection extends SimpleChannelInboundHandler<Frame> implements Exchange {
    private static final Logger log = LoggerFactory.getLogger(ServerConnection.class);
    /** Hears what nobody asked for; on the event loop. */
    interface Listener {
        void frame(ServerConnection connection, Frame frame);

        /** The last call; open requests fail after it. */
        void lost(ServerConnection connection, ConnectionLostException reason);
    }

    private final Channel channel;
    private final RequestTable requests;
    private final LongSupplier wallClock;
    private final Listener listener;
    private @Nullable Throwable failure;
    private @Nullable Future<?> pings;
    private boolean ended;

    ServerConnection(Channel channel, Duration requestTimeout, LongSupplier wallClock, Listener listener) {
        super(Frame.class);
        this.channel = channel;
        this.requests = new RequestTable(channel.eventLoop(), requestTimeout);
        this.wallClock = wallClock;
        this.listener = listener;
    }

    @Override
    public CompletableFuture<Frame> ask(Frame.Builder request) {
        if (ended) {
            return CompletableFuture.failedFuture(new ConnectionLostException("The connection has ended"));
        }
        CompletableFuture<Frame> answer = requests.open(request);
        write(request.build());
        return answer;
    }

    @Override
    public void tell(Frame.Builder frame) {
        if (!ended) {
            write(frame.build());
        }
    }

    /** Whether every request was answered. */
    boolean isQuiet() {
        return requests.isEmpty();
    }

    /** Ends the connection; {@link Listener#lost} follows. */
    void close(Throwable reason) {
        if (failure == null) {
            failure = reason;
        }
        channel.close();
    }

    /** Pings a little more often than {@code heartbeat}, and gives the connection up after 1.5 of it without a byte. */
    void keepAlive(Duration heartbeat) {
        long everyMs = Math.max(1, heartbeat.toMillis() * 4 / 5);
        long silentMs = heartbeat.toMillis() * 3 / 2;
        channel.pipeline().addFirst("idle", new IdleStateHandler(silentMs, 0, 0, TimeUnit.MILLISECONDS));
        Duration every = Duration.ofMillis(everyMs);
        pings = new Recurring(log, "The worker is not pinged", this::ping).atRate(channel.eventLoop(), every, every);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof IdleStateEvent) {
            close(new ConnectionLostException("The worker is silent"));
        } else {
            super.userEventTriggered(ctx, event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        close(cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Frame frame) {
        boolean answered = frame.getRequestId() != 0 && requests.answer(frame);
        if (!answered && !frame.hasPong()) {
            listener.frame(this, frame);
        }
    }

    /** Under a request id, since without one a success is not answered; an answer that fails to come is silence. */
    private void ping() {
        var unused = ask(Frame.newBuilder().setPing(Ping.newBuilder().setClientTimeMs(wallClock.getAsLong())));
    }

    private void write(Frame frame) {
        channel.writeAndFlush(frame).addListener(written -> {
            if (!written.isSuccess()) {
                close(written.cause());
            }
        });
    }

    private void end() {
        if (ended) {
            return;
        }
        ended = true;
        if (pings != null) {
            pings.cancel(false);
        }
        Throwable cause = failure;
        ConnectionLostException reason = cause == null
                ? new ConnectionLostException("The worker closed the connection")
                : cause instanceof ConnectionLostException lost
                        ? lost
                        : new ConnectionLostException("The connection broke: " + cause.getMessage(), cause);
        listener.lost(this, reason);
        requests.failAll(reason);
    }
}
