package io.yizhan.server.transport.book;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a client that acknowledges nothing has what was written to it: at the first frame from it a second or
 * more after, or when the connection has lived on for half a minute. Owned by the channel's event loop.
 */
final class BookAcks {
    private static final long FRAME_AFTER = TimeUnit.SECONDS.toNanos(1);
    private static final long ALIVE_FOR = TimeUnit.SECONDS.toNanos(30);

    private final ChannelHandlerContext ctx;
    private final Consumer<List<Written>> acknowledged;
    private final Deque<Written> waiting = new ArrayDeque<>(4);
    private @Nullable Future<?> timer;

    /** @param acknowledged takes what counts as acknowledged, in the order of writing */
    BookAcks(ChannelHandlerContext ctx, Consumer<List<Written>> acknowledged) {
        this.ctx = ctx;
        this.acknowledged = acknowledged;
    }

    /** @param done when its bytes have left, or at once for what the client needs not be written */
    void add(BookConversation conversation, long seq, ChannelFuture done) {
        Written written = new Written(conversation, seq);
        waiting.add(written);
        done.addListener(sent -> {
            if (sent.isSuccess()) {
                written.at = now();
                written.gone = true;
            }
        });
        if (timer == null) {
            timeAfter(ALIVE_FOR);
        }
    }

    /** The client sent a frame. */
    void frameCame() {
        settle(FRAME_AFTER);
    }

    /** The connection has ended. */
    void stop() {
        waiting.clear();
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void settle(long age) {
        List<Written> settled = new ArrayList<>(0);
        for (Written first = waiting.peek(); first != null && first.isOlderThan(age, now()); first = waiting.peek()) {
            settled.add(waiting.remove());
        }
        if (!settled.isEmpty()) {
            acknowledged.accept(settled);
        }
    }

    private void timeAfter(long nanos) {
        timer = ctx.executor().schedule(this::timeIsOver, Math.max(1, nanos), TimeUnit.NANOSECONDS);
    }

    private void timeIsOver() {
        timer = null;
        settle(ALIVE_FOR);
        Written first = waiting.peek();
        if (first != null) {
            timeAfter(first.gone ? first.at + ALIVE_FOR - now() : ALIVE_FOR);
        }
    }

    private long now() {
        return ctx.executor().ticker().nanoTime();
    }

    /** A message that is on its way to the client, or was left out. */
    static final class Written {
        private final BookConversation conversation;
        private final long seq;
        private long at;
        private boolean gone;

        private Written(BookConversation conversation, long seq) {
            this.conversation = conversation;
            this.seq = seq;
        }

        BookConversation conversation() {
            return conversation;
        }

        long seq() {
            return seq;
        }

        private boolean isOlderThan(long age, long now) {
            return gone && now - at >= age;
        }
    }
}
