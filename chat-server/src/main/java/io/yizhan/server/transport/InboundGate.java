package io.yizhan.server.transport;

import io.netty.channel.Channel;
import io.yizhan.protocol.FrameDecoder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Stops reading from one connection while that would only pile up work: a login is being checked, too much is
 * unanswered, or the client does not read. Owned by the channel's event loop.
 */
final class InboundGate {
    /** Why nothing is read. */
    enum Reason {
        LOGIN_UNDER_WAY,
        TOO_MUCH_UNANSWERED,
        CLIENT_DOES_NOT_READ,
        ENDING
    }

    /** What may be unanswered; a small request costs 1. */
    private static final int LIMIT = 256;

    private final Channel channel;
    private final Set<Reason> closed = EnumSet.noneOf(Reason.class);
    private final List<Runnable> whenIdle = new ArrayList<>(0);
    private int unanswered;

    InboundGate(Channel channel) {
        this.channel = channel;
    }

    void close(Reason reason) {
        closed.add(reason);
        channel.config().setAutoRead(false);
    }

    void open(Reason reason) {
        if (closed.remove(reason) && closed.isEmpty()) {
            channel.config().setAutoRead(true);
            channel.eventLoop().execute(this::resume);
        }
    }

    /** A request was taken that will be answered later. */
    void took(int cost) {
        unanswered += cost;
        if (unanswered >= LIMIT) {
            close(Reason.TOO_MUCH_UNANSWERED);
        }
    }

    /** Such a request was answered. */
    void answered(int cost) {
        unanswered -= cost;
        if (unanswered <= LIMIT / 2) {
            open(Reason.TOO_MUCH_UNANSWERED);
        }
        if (unanswered == 0) {
            List<Runnable> waiting = List.copyOf(whenIdle);
            whenIdle.clear();
            waiting.forEach(Runnable::run);
        }
    }

    /** Runs {@code task} when all that was taken so far is answered, at once if it is. */
    void whenIdle(Runnable task) {
        if (unanswered == 0) {
            task.run();
        } else {
            whenIdle.add(task);
        }
    }

    /** Not within a read, where the decoder is at work already. */
    private void resume() {
        if (closed.isEmpty()) {
            channel.pipeline().fireUserEventTriggered(FrameDecoder.RESUME);
        }
    }
}
