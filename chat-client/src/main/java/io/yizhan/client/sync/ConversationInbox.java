package io.yizhan.client.sync;

import chat.v2.Message;
import chat.v2.PullRequest;
import com.google.errorprone.annotations.CheckReturnValue;
import io.yizhan.client.store.Progress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * One conversation as this device receives it: pushes and pages go in in whatever order they come, each message comes
 * out once, ascending by seq, and a number is passed only when its message is here, when it is an own send, or when the
 * server said that it holds nothing. Until {@link #beginAfter} was called it only collects. Owns no thread, clock or
 * connection: times are milliseconds of one monotonic clock. Not thread-safe.
 */
public final class ConversationInbox {
    /** A message is renumbered some seconds after it was pushed, if ever; so many may come meanwhile. */
    private static final int REMEMBERED_IDS = 2_000;

    private final String conversationId;
    private final InboxLimits limits;
    private final Predicate<Message> ownSend;
    private final HoldBack holdBack;
    private final RecentIds recentIds;
    private final PullPlan pull = new PullPlan();
    private final AckPosition ack = new AckPosition();
    private final Deque<Long> unconsumed = new ArrayDeque<>();
    private List<InboxEvent> ready = new ArrayList<>();
    private boolean begun;
    private boolean doubted;
    private long cursor;
    private long settledTo;
    private long head;

    /** @param ownSend tells the messages that this very device sent: they count as present and are not delivered */
    public ConversationInbox(String conversationId, InboxLimits limits, Predicate<Message> ownSend) {
        this(conversationId, limits, ownSend, new RecentIds(limits.maxBuffered() + REMEMBERED_IDS));
    }

    private ConversationInbox(String id, InboxLimits limits, Predicate<Message> ownSend, RecentIds recentIds) {
        this.conversationId = id;
        this.limits = limits;
        this.ownSend = ownSend;
        this.holdBack = new HoldBack(limits.maxBuffered(), limits.maxBufferedBytes());
        this.recentIds = recentIds;
    }

    /** An inbox for the same conversation in a cluster that began anew; it knows what was shown by its ids only. */
    ConversationInbox anew() {
        return new ConversationInbox(conversationId, limits, ownSend, recentIds);
    }

    public String conversationId() {
        return conversationId;
    }

    /** The number through which everything was delivered or holds nothing. */
    public long cursor() {
        return cursor;
    }

    /** The largest number heard of. */
    public long head() {
        return head;
    }

    public boolean hasBegun() {
        return begun;
    }

    /** Decides where this device begins: after {@code seq}. Only the first call counts. */
    public void beginAfter(long seq, long now) {
        if (begun) {
            return;
        }
        begun = true;
        cursor = seq;
        head = Math.max(head, seq);
        ack.begin(seq);
        while (holdBack.first() <= seq) {
            holdBack.takeFirst().ifPresent(old -> ack.repeat());
        }
        advance(now);
    }

    /** The application was shown this message before this inbox was made. */
    public void shown(Progress.Shown message) {
        recentIds.remember(message.messageId(), message.seq());
    }

    /** The server seems to end before this device's position: nothing is acknowledged until it names more. */
    void doubt() {
        doubted = begun && cursor > 0;
    }

    boolean isDoubted() {
        return doubted;
    }

    /** Whether {@code message} was sent after all that were seen here, and not by this device. */
    boolean isNews(Message message) {
        return recentIds.isNewest(message.getMessageId()) && !ownSend.test(message);
    }

    /** A pushed message. */
    public void received(Message message, long now) {
        place(message);
        advance(now);
    }

    /** The server answered a send of this device: that number needs no message. */
    public void sent(long seq, long messageId, long now) {
        named(seq);
        recentIds.remember(messageId, seq);
        if (!begun || seq > cursor) {
            holdBack.addNumber(seq);
            holdBack.remove(seq);
        }
        advance(now);
    }

    /** The server named the conversation's end: what is missing up to it is pulled at once. */
    public void headIs(long headSeq, long now) {
        named(headSeq);
        if (isBehind()) {
            pull.noLaterThan(now);
        }
    }

    /** The server named the highest position it knows; what was taken beyond it is acknowledged again. */
    public void serverKnows(long deliveredSeq) {
        if (begun && deliveredSeq < consumedTo()) {
            ack.repeat();
        }
    }

    /** The next pull if one is due; the caller answers with {@link #pulled} or {@link #pullFailed}. */
    @CheckReturnValue
    public Optional<PullRequest> nextPull(long now) {
        if (!pull.isDue(now) || !isBehind() || unconsumed.size() >= limits.maxUnconsumed()) {
            return Optional.empty();
        }
        pull.started();
        long next = holdBack.first();
        return Optional.of(PullRequest.newBuilder()
                .setConversationId(conversationId)
                .setFromSeq(cursor + 1)
                .setToSeq(next == Long.MAX_VALUE ? 0 : next - 1)
                .setLimit(limits.pageSize())
                .build());
    }

    /** When {@link #nextPull} should be asked again, or {@link Long#MAX_VALUE}. */
    public long pullDueAt() {
        return isBehind() && unconsumed.size() < limits.maxUnconsumed() ? pull.dueAt() : Long.MAX_VALUE;
    }

    /** A page arrived. */
    public void pulled(PullPage page, long now) {
        pull.ended();
        named(page.headSeq());
        long before = cursor;
        page.messages().stream()
                .sorted(Comparator.comparingLong(Message::getSeq))
                .forEach(this::place);
        if (page.fromSeq() <= cursor + 1) {
            settledTo = Math.max(settledTo, page.completeToSeq());
        }
        advance(now);
        if (isBehind()) {
            // without progress and without a hint an immediate repetition would only spin
            long wait = cursor > before ? 0 : limits.gapWait().toMillis();
            pull.at(now + Math.max(page.retryAfter().toMillis(), wait));
        }
    }

    /** A pull was answered by an error or not at all. */
    public void pullFailed(long retryAfterMs, long now) {
        pull.ended();
        pull.at(now + Math.max(retryAfterMs, limits.gapWait().toMillis()));
    }

    /** The connection is gone: its pull will not be answered, and what it acknowledged may not have arrived. */
    public void disconnected() {
        pull.ended();
        pull.cancel();
        ack.disconnected();
    }

    /** Takes what is ready for the application; each message once. */
    @CheckReturnValue
    public List<InboxEvent> drain() {
        List<InboxEvent> taken = ready;
        ready = new ArrayList<>();
        return taken;
    }

    /** The application has taken everything that was delivered up to {@code seq}. */
    public void consumed(long seq, long now) {
        while (!unconsumed.isEmpty() && unconsumed.getFirst() <= seq) {
            unconsumed.removeFirst();
        }
        if (isBehind() && !pull.isPlanned() && !pull.isRunning()) {
            pull.at(now);
        }
    }

    /** The position to acknowledge now; empty when the server has been told already. */
    @CheckReturnValue
    public OptionalLong takeAck() {
        return begun && !doubted ? ack.take(consumedTo()) : OptionalLong.empty();
    }

    /** Whether {@link #takeAck} would give a position. */
    public boolean owesAck() {
        return begun && !doubted && ack.isOwed(consumedTo());
    }

    private long consumedTo() {
        return unconsumed.isEmpty() ? cursor : unconsumed.getFirst() - 1;
    }

    private void named(long seq) {
        head = Math.max(head, seq);
        doubted = doubted && seq <= cursor;
    }

    private boolean isBehind() {
        return begun && head > cursor;
    }

    private void place(Message message) {
        long seq = message.getSeq();
        named(seq);
        if (begun && seq <= cursor) {
            ack.repeat(); // the server pushes it again because it has not seen our acknowledgement
            return;
        }
        OptionalLong known = recentIds.seqOf(message.getMessageId());
        if (known.isPresent() && known.getAsLong() != seq) {
            renumber(message, known.getAsLong());
        } else if (ownSend.test(message)) {
            recentIds.remember(message.getMessageId(), seq);
            holdBack.addNumber(seq);
        } else if (known.isEmpty()) {
            recentIds.remember(message.getMessageId(), seq);
            holdBack.add(message);
        } else if (!holdBack.holds(seq)) {
            holdBack.addNumber(seq); // it was shown under an earlier number
        }
    }

    private void renumber(Message message, long oldSeq) {
        long seq = message.getSeq();
        if (seq < oldSeq) {
            holdBack.addNumber(seq); // the late copy under the number that is void by now
            return;
        }
        recentIds.remember(message.getMessageId(), seq);
        if (holdBack.remove(oldSeq)) {
            holdBack.addNumber(oldSeq);
            holdBack.add(message);
        } else {
            holdBack.addNumber(seq);
            ready.add(new InboxEvent.Moved(conversationId, message.getMessageId(), oldSeq, seq));
        }
    }

    private void advance(long now) {
        while (begun) {
            if (holdBack.first() <= Math.max(cursor + 1, settledTo)) {
                cursor = Math.max(cursor, holdBack.first());
                holdBack.takeFirst().ifPresent(this::deliver);
            } else if (cursor < settledTo) {
                cursor = settledTo;
            } else {
                break;
            }
        }
        holdBack.trim(recentIds);
        if (!isBehind()) {
            pull.cancel();
        } else if (!pull.isPlanned() && !pull.isRunning()) {
            pull.at(now + limits.gapWait().toMillis());
        }
    }

    private void deliver(Message message) {
        unconsumed.addLast(message.getSeq());
        ready.add(new InboxEvent.Deliver(message));
    }
}
