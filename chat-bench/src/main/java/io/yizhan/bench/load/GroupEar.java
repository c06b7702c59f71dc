package io.yizhan.bench.load;

import chat.v2.DeliveryAck;
import chat.v2.Frame;
import chat.v2.Message;
import chat.v2.Position;
import chat.v2.PullRequest;
import chat.v2.PullResponse;
import chat.v2.SyncRequest;
import io.netty.channel.Channel;
import io.yizhan.bench.crowd.Conduct;
import io.yizhan.client.sync.SyncSettings;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A member's device without anything around it, of which thousands fit on one thread: begins where the group ends when
 * it logs in, takes each message once and in order, pulls what it lacks, and acknowledges as often as the SDK does.
 */
final class GroupEar implements Conduct {
    /** As the SDK in groups. */
    private static final long ACK_DELAY_MS =
            SyncSettings.defaults().groupAckDelay().toMillis();
    /** As the SDK: so many are acknowledged without waiting. */
    private static final int ACK_BATCH = 64;

    private static final long LEAST_PAUSE_MS = 50;
    private static final int PAGE = 1_000;
    private static final int MOST_EARLY = 256;

    private final String conversation;
    private final Runnable ready;
    private final Consumer<Message> taken;
    private long request = 1;
    private boolean begun;
    /** What came before something that lacks. */
    private final NavigableMap<Long, Message> early = new TreeMap<>();

    private long cursor;
    private long head;
    private boolean pulling;
    private boolean acknowledging;
    private boolean owes;
    /** Taken since the last acknowledgement. */
    private int untold;

    /**
     * @param ready called once it knows where it begins
     * @param taken given each message
     */
    GroupEar(String conversation, Runnable ready, Consumer<Message> taken) {
        this.conversation = conversation;
        this.ready = ready;
        this.taken = taken;
    }

    @Override
    public void loggedIn(Channel channel) {
        ask(channel, Frame.newBuilder().setSyncRequest(SyncRequest.getDefaultInstance()));
    }

    private void ask(Channel channel, Frame.Builder frame) {
        channel.writeAndFlush(frame.setRequestId(++request).build(), channel.voidPromise());
    }

    @Override
    public void received(Channel channel, Frame frame) {
        if (frame.hasPush()) {
            frame.getPush().getMessagesList().forEach(this::pushed);
            acknowledgeSoon(channel);
        } else if (frame.hasPullResponse()) {
            pulled(channel, frame.getPullResponse());
        } else if (frame.hasHeadNotice()) {
            frame.getHeadNotice().getHeadsList().forEach(one -> named(one.getConversationId(), one.getHeadSeq()));
        } else if (frame.hasSyncResponse()) {
            frame.getSyncResponse().getHeadsList().forEach(one -> named(one.getConversationId(), one.getHeadSeq()));
            begin(channel);
        } else if (frame.hasError()) {
            refused(channel, frame.getRequestId(), frame.getError().getRetryAfterMs());
        }
        pullIfBehind(channel);
    }

    private void named(String where, long seq) {
        if (where.equals(conversation)) {
            head = Math.max(head, seq);
        }
    }

    private void begin(Channel channel) {
        if (!begun) {
            begun = true;
            cursor = head;
            acknowledgeSoon(channel);
            ready.run();
        }
    }

    private void pushed(Message message) {
        named(message.getConversationId(), message.getSeq());
        if (begun && message.getConversationId().equals(conversation) && early.size() < MOST_EARLY) {
            early.putIfAbsent(message.getSeq(), message);
            takeWhatIsNext();
        }
    }

    /** What came early is kept, as clients do: who pulled it again would be behind for as long as others speak. */
    private void takeWhatIsNext() {
        early.headMap(cursor, true).clear();
        for (Message next = early.remove(cursor + 1); next != null; next = early.remove(cursor + 1)) {
            take(next);
        }
    }

    private void take(Message message) {
        cursor = message.getSeq();
        untold++;
        taken.accept(message);
    }

    private void pullIfBehind(Channel channel) {
        if (begun && head > cursor && !pulling) {
            pulling = true;
            ask(
                    channel,
                    Frame.newBuilder()
                            .setPullRequest(PullRequest.newBuilder()
                                    .setConversationId(conversation)
                                    .setFromSeq(cursor + 1)
                                    .setLimit(PAGE)));
        }
    }

    /** What is not asked by number is an acknowledgement. */
    private void refused(Channel channel, long asked, long retryAfterMs) {
        if (asked == 0) {
            acknowledgeSoon(channel);
        } else if (begun) {
            pullLater(channel, retryAfterMs);
        } else {
            loggedIn(channel);
        }
    }

    private void pulled(Channel channel, PullResponse page) {
        page.getMessagesList().stream()
                .filter(message -> message.getSeq() > cursor)
                .forEach(this::take);
        cursor = Math.max(cursor, page.getCompleteToSeq());
        head = Math.max(head, page.getHeadSeq());
        takeWhatIsNext();
        acknowledgeSoon(channel);
        pullLater(channel, page.getRetryAfterMs());
    }

    private void pullLater(Channel channel, long retryAfterMs) {
        var unused = channel.eventLoop()
                .schedule(
                        () -> {
                            pulling = false;
                            pullIfBehind(channel);
                        },
                        Math.max(LEAST_PAUSE_MS, retryAfterMs),
                        TimeUnit.MILLISECONDS);
    }

    private void acknowledgeSoon(Channel channel) {
        owes = true;
        if (untold >= ACK_BATCH) {
            acknowledge(channel);
        } else if (!acknowledging && begun && cursor > 0) {
            acknowledging = true;
            var unused =
                    channel.eventLoop().schedule(() -> acknowledgeLate(channel), ACK_DELAY_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void acknowledgeLate(Channel channel) {
        acknowledging = false;
        if (owes) {
            acknowledge(channel);
        }
    }

    private void acknowledge(Channel channel) {
        owes = false;
        untold = 0;
        Position position = Position.newBuilder()
                .setConversationId(conversation)
                .setSeq(cursor)
                .build();
        channel.writeAndFlush(
                Frame.newBuilder()
                        .setDeliveryAck(DeliveryAck.newBuilder().addPositions(position))
                        .build(),
                channel.voidPromise());
    }
}
