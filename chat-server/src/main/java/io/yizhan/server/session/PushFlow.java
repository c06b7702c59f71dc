package io.yizhan.server.session;

import chat.v2.Frame;
import chat.v2.Head;
import chat.v2.HeadNotice;
import chat.v2.Message;
import chat.v2.Position;
import chat.v2.Push;
import io.netty.channel.Channel;
import io.yizhan.identity.UserId;
import io.yizhan.protocol.Mentions;
import io.yizhan.protocol.SharedFrame;
import io.yizhan.server.session.Wakeups.Wakeup;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what a {@link PushWindow} decides, never more than the client reads, and wakes it when its time comes. It
 * stands in the worker's timing wheel once at most, and only while something is unacknowledged or behind. Owned by the
 * channel's event loop.
 */
final class PushFlow {
    private static final Logger log = LoggerFactory.getLogger(PushFlow.class);

    private final UserId user;
    private final Channel channel;
    private final PushShared shared;
    private final PushWindow window;
    private final Questions questions = new Questions();
    private boolean started;
    private boolean stopped;
    private @Nullable Wakeup wakeup;
    private long wakeupAt;
    /** Tells a wake-up that was on its way when another took its place. */
    private long wakeups;

    PushFlow(UserId user, Channel channel, PushShared shared) {
        this.user = user;
        this.channel = channel;
        this.shared = shared;
        this.window = new PushWindow(shared.settings(), shared.memory());
    }

    void start() {
        started = true;
        advance();
    }

    /** Nothing is pushed any more, and nothing kept. */
    void stop() {
        stopped = true;
        window.clear();
        if (wakeup != null) {
            wakeup.cancel();
            wakeup = null;
        }
    }

    void offer(Message message) {
        if (isForNow(message)) {
            push(frame(List.of(message)));
        } else {
            advance();
        }
    }

    /**
     * Offers messages of one conversation, in their order.
     *
     * @param together all of them as one frame, which is written if all are to be pushed now
     */
    void offer(List<Message> messages, SharedFrame together) {
        if (messages.size() > 1 && together.length() > channel.bytesBeforeUnwritable()) {
            messages.forEach(this::offer); // as many as the device still reads
            return;
        }
        List<Message> now = messages.stream().filter(this::isForNow).toList();
        if (now.size() == messages.size()) {
            push(together);
        } else {
            if (!now.isEmpty()) {
                push(frame(now));
            }
            advance();
        }
    }

    private boolean isForNow(Message message) {
        boolean now = window.offer(message, isReading(), now());
        if (!now && Mentions.in(message.getContent()).isOf(user)) {
            window.mentioned(message);
        }
        return now;
    }

    private void push(Object frame) {
        channel.writeAndFlush(frame);
        wakeAt(now() + shared.settings().resendAfter().toNanos());
    }

    void acknowledge(List<Position> positions) {
        if (!stopped) {
            positions.forEach(position -> window.acknowledge(position.getConversationId(), position.getSeq()));
            advance();
        }
    }

    boolean knows(Position position) {
        return window.knows(position.getConversationId(), position.getSeq());
    }

    void told(String conversation, long seq) {
        window.told(conversation, seq);
    }

    void asked() {
        questions.asked(now());
    }

    void answered(boolean refused) {
        questions.answered(refused, now());
    }

    void writtenTo(String conversation, long seq) {
        window.writtenTo(conversation, seq, now());
    }

    void tell(List<Head> heads) {
        HeadNotice.Builder notice = HeadNotice.newBuilder();
        for (Head head : heads) {
            if (!isReading()) {
                window.tellLater(head.getConversationId(), head.getHeadSeq());
            } else if (window.tell(head.getConversationId(), head.getHeadSeq(), now())) {
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
        Optional<Message> held = window.resume(now());
        while (held.isPresent()) {
            write(held.get());
            held = isReading() ? window.resume(now()) : Optional.empty();
        }
        channel.flush();
        nameHeads();
        window.nextAt(true, now()).ifPresent(this::wakeAt);
    }

    private void nameHeads() {
        if (isReading()) {
            HeadNotice.Builder notice = HeadNotice.newBuilder();
            for (ConversationTrack track : window.takeNotices(now())) {
                notice.addHeads(Head.newBuilder()
                        .setConversationId(track.conversation())
                        .setHeadSeq(track.head())
                        .setMentioned(track.isMentioned()));
            }
            write(notice);
        }
    }

    private void wake(long which) {
        if (stopped || which != wakeups) {
            return;
        }
        wakeup = null;
        window.putOff(questions.areInVain(now()), now());
        if (window.isHopeless(now())) {
            log.debug("Pushes stayed unacknowledged, closing: {}", channel);
            stop();
            channel.close();
            return;
        }
        for (Message message : window.takeResends(now())) {
            if (isReading()) {
                write(message);
            }
        }
        channel.flush();
        advance();
        window.nextAt(isReading(), now()).ifPresent(this::wakeAt);
    }

    private void wakeAt(long at) {
        if (wakeup != null) {
            if (wakeupAt - at <= 0) {
                return;
            }
            wakeup.cancel();
        }
        wakeupAt = at;
        long which = ++wakeups;
        wakeup = shared.wakeups().after(channel.eventLoop(), Math.max(1, at - now()), () -> wake(which));
    }

    private void write(Message message) {
        channel.write(frame(List.of(message)));
    }

    static Frame frame(List<Message> messages) {
        return Frame.newBuilder()
                .setPush(Push.newBuilder().addAllMessages(messages))
                .build();
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
