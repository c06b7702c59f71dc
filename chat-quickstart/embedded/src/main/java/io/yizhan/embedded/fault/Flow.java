package io.yizhan.embedded.fault;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One direction of one proxied connection: what {@code source} says, to {@code sink}. On the proxy's thread only. */
final class Flow extends ChannelInboundHandlerAdapter {
    /** Held back at most; beyond, the source is not read, and its sender feels that. */
    private static final long MOST_HELD = 256 * 1024;

    private final ProxiedConnection connection;
    private final DuplexChannel source;
    private final DuplexChannel sink;
    private final Deque<Piece> held = new ArrayDeque<>();
    private List<Toxic> toxics;
    private Pacing pacing;
    private long heldBytes;
    private boolean planned;
    private boolean lossy;
    private End end = End.NONE;

    private enum End {
        NONE,
        /** The source says nothing more. */
        SHUT,
        /** The source is gone. */
        LOST,
        /** The sink knows. */
        PASSED
    }

    private record Piece(ByteBuf bytes, long due) {}

    Flow(ProxiedConnection connection, DuplexChannel source, DuplexChannel sink, List<Toxic> toxics) {
        this.connection = connection;
        this.source = source;
        this.sink = sink;
        this.toxics = toxics;
        this.pacing = new Pacing(toxics, System.nanoTime());
    }

    /** From now on these and no others hold; what was held back by the former ones passes, if these let it. */
    void change(List<Toxic> present) {
        toxics = present;
        long now = System.nanoTime();
        pacing = new Pacing(present, now);
        for (int i = held.size(); i > 0; i--) {
            held.add(new Piece(held.remove().bytes(), now));
        }
        pump();
    }

    /** Whether bytes were lost here and no more will be: the connection is beyond repair. */
    boolean isBroken() {
        return lossy && !has(Toxic.Silence.class);
    }

    boolean hasPassedItsEnd() {
        return end == End.PASSED;
    }

    void clear() {
        held.forEach(piece -> piece.bytes().release());
        held.clear();
        heldBytes = 0;
    }

    /** Passes on whatever is due. */
    void pump() {
        while (!isClosed() && !held.isEmpty() && sink.isWritable()) {
            long wait = held.peek().due() - System.nanoTime();
            if (wait > 0) {
                plan(wait);
                break;
            }
            ByteBuf bytes = held.remove().bytes();
            heldBytes -= bytes.readableBytes();
            sink.writeAndFlush(bytes);
        }
        if (held.isEmpty() && !isClosed()) {
            passEnd();
        }
        if (source.isActive() && !source.isInputShutdown()) {
            source.config().setAutoRead(heldBytes < MOST_HELD);
        }
    }

    private boolean isClosed() {
        return has(Toxic.Stall.class) || has(Toxic.Silence.class);
    }

    private boolean has(Class<? extends Toxic> kind) {
        return toxics.stream().anyMatch(kind::isInstance);
    }

    private void plan(long nanos) {
        if (!planned) {
            planned = true;
            var unused = source.eventLoop()
                    .schedule(
                            () -> {
                                planned = false;
                                pump();
                            },
                            nanos,
                            TimeUnit.NANOSECONDS);
        }
    }

    private void passEnd() {
        if (end == End.SHUT) {
            end = End.PASSED;
            sink.shutdownOutput().addListener(done -> connection.endPassed());
        } else if (end == End.LOST) {
            end = End.PASSED;
            connection.reset();
        }
    }

    private void ended(End how) {
        if (end == End.NONE) {
            end = how;
            pump();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (has(Toxic.Silence.class)) {
                lossy = true;
                return;
            }
            long now = System.nanoTime();
            while (bytes.isReadable()) {
                int size = pacing.pieceOf(bytes.readableBytes());
                held.add(new Piece(bytes.readRetainedSlice(size), pacing.due(size, now)));
                heldBytes += size;
            }
        } finally {
            bytes.release();
        }
        pump();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            ended(End.SHUT);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        ended(End.LOST);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ended(End.LOST); // the other end has reset it
        ctx.close();
    }

    /** The source is the other flow's sink, and takes more now. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        Channel writable = ctx.channel();
        if (writable.isWritable()) {
            connection.pumpInto(writable);
        }
    }

    boolean flowsInto(Channel channel) {
        return sink == channel;
    }
}
