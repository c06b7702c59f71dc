package io.yizhan.server.session;

import chat.v2.Frame;
import chat.v2.Head;
import chat.v2.HeadNotice;
import chat.v2.Message;
import chat.v2.Position;
import chat.v2.Push;
import io.netty.channel.Channel;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what a {@link PushWindow} decides, and wakes it when its time comes; there is a timer only while something is
 * unacknowledged or behind. Owned by the channel's event loop.
 */
final class PushFlow {
    private static final Logger log = LoggerFactory.getLogger(PushFlow.class);

    private final Channel channel;
    private final PushSettings settings;
    private final PushWindow window;
    private boolean started;
    private boolean stopped;
    private @Nullable Future<?> timer;
    private long timerAt;

    PushFlow(Channel channel, PushSettings settings) {
        this.channel = channel;
        this.settings = settings;
        this.window = new PushWindow(settings);
    }

    void start() {
        started = true;
        advance();
    }

    void stop() {
        stopped = true;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    void offer(Message message) {
        if (window.offer(message, isReading(), now())) {
            push(List.of(message));
            wakeAt(now() + settings.resendAfter().toNanos());
        } else {
            advance();
        }
    }

    void acknowledge(List<Position> positions) {
        positions.forEach(position -> window.acknowledge(position.getConversationId(), position.getSeq()));
        advance();
    }

    boolean knows(Position position) {
        return window.knows(position.getConversationId(), position.getSeq());
    }

    void told(String conversation, long seq) {
        window.told(conversation, seq);
    }

    void tell(List<Head> heads) {
        HeadNotice.Builder notice = HeadNotice.newBuilder();
        for (Head head : heads) {
            if (window.tell(head.getConversationId(), head.getHeadSeq(), now())) {
                notice.addHeads(head);
            }
        }
        write(notice);
    }

    /** Does what has become possible: pushes what was held back, names heads that are due. */
    void advance() {
        if (stopped || !isReading()) {
            return;
        }
        push(window.resume(true, now()));
        nameHeads();
        window.nextAt(true, now()).ifPresent(this::wakeAt);
    }

    private void nameHeads() {
        if (isReading()) {
            HeadNotice.Builder notice = HeadNotice.newBuilder();
            for (ConversationTrack track : window.takeNotices(now())) {
                notice.addHeads(Head.newBuilder()
                        .setConversationId(track.conversation())
                        .setHeadSeq(track.head()));
            }
            write(notice);
        }
    }

    private void wake() {
        timer = null;
        if (window.isHopeless(now())) {
            log.debug("Pushes stayed unacknowledged, closing: {}", channel);
            stop();
            channel.close();
            return;
        }
        List<Message> resends = window.takeResends(now());
        if (isReading()) {
            push(resends);
        }
        advance();
        OptionalLong next = window.nextAt(isReading(), now());
        if (!stopped && next.isPresent()) {
            wakeAt(next.getAsLong());
        }
    }

    private void wakeAt(long at) {
        if (timer != null) {
            if (timerAt - at <= 0) {
                return;
            }
            timer.cancel(false);
        }
        timerAt = at;
        timer = channel.eventLoop().schedule(this::wake, Math.max(1, at - now()), TimeUnit.NANOSECONDS);
    }

    private void push(List<Message> messages) {
        if (!messages.isEmpty()) {
            channel.writeAndFlush(Frame.newBuilder()
                    .setPush(Push.newBuilder().addAllMessages(messages))
                    .build());
        }
    }

    private void write(HeadNotice.Builder notice) {
        if (notice.getHeadsCount() > 0) {
            channel.writeAndFlush(Frame.newBuilder().setHeadNotice(notice).build());
        }
    }

    private boolean isReading() {
        return started && channel.isWritable();
    }

    private long now() {
        return channel.eventLoop().ticker().nanoTime();
    }
}
