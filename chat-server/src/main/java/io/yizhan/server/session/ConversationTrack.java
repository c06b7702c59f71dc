package io.yizhan.server.session;

import chat.v2.Message;
import io.yizhan.protocol.Recall;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * How far one device was told of one conversation on one connection. Normally messages are pushed as they come. When
 * that is not possible the conversation is <em>behind</em>: its head is named once, and pushing resumes when the device
 * has acknowledged that head; what grew meanwhile is held back for that moment. Owned by one event loop.
 */
final class ConversationTrack {
    private final String conversation;
    private final ByteBudget budget;
    private final Deque<Message> held = new ArrayDeque<>(1);
    private long told;
    private long pushed;
    private long acknowledged;
    private long head;
    private long named;
    private long namedAt;
    private long mention;
    private long writtenTo = Long.MAX_VALUE;
    private long toldWrittenAt;
    private boolean behind;
    private boolean due;
    private boolean heldAll = true;

    ConversationTrack(String conversation, ByteBudget budget) {
        this.conversation = conversation;
        this.budget = budget;
    }

    String conversation() {
        return conversation;
    }

    /** The highest number that exists as far as is known here. */
    long head() {
        return head;
    }

    /** The highest number that the device was told of; what it only says itself does not count. */
    long told() {
        return told;
    }

    long acknowledged() {
        return acknowledged;
    }

    boolean isBehind() {
        return behind;
    }

    /** Whether the device is to be told the head as soon as it reads. */
    boolean isNoticeDue() {
        return due;
    }

    /** Whether {@code seq} would not be the highest number pushed. */
    boolean isLate(long seq) {
        return seq <= pushed;
    }

    void pushed(long seq) {
        pushed = Math.max(pushed, seq);
        head = Math.max(head, seq);
        told(seq);
    }

    void told(long seq) {
        told = Math.max(told, seq);
    }

    void acknowledge(long seq) {
        acknowledged = Math.max(acknowledged, seq);
    }

    /** The device asked for more, and was told that there is nothing beyond {@code seq} to be had as yet. */
    void writtenTo(long seq, long now) {
        writtenTo = seq;
        toldWrittenAt = now;
    }

    /** Whether the device may be unable to acknowledge {@code seq}, since what is before it is not written. */
    boolean mayLackBefore(long seq, long now) {
        return seq > writtenTo && now - toldWrittenAt < Questions.ASKED_AGAIN_WITHIN;
    }

    /** Asks for a notice without holding later pushes back: the device may lack something up to {@code seq}. */
    void missed(long seq) {
        due = true;
        head = Math.max(head, seq);
    }

    /** From now on the head is named instead of messages pushed. */
    void fallBehind(long seq) {
        behind = true;
        due = true;
        head = Math.max(head, seq);
    }

    /** A message came while this is behind: it is held back for the moment when pushing resumes, if that can be. */
    void hold(Message message) {
        long seq = message.getSeq();
        boolean next = seq > head;
        head = Math.max(head, seq);
        if (!due && heldAll && seq > named) {
            heldAll = next && budget.take(message.getSerializedSize());
            if (heldAll) {
                held.add(message);
            }
        }
    }

    void mentioned(long seq) {
        mention = Math.max(mention, seq);
    }

    /** Whether its user is mentioned in what was not pushed as it came, and is beyond what the device has. */
    boolean isMentioned() {
        return mention > acknowledged;
    }

    /** The message at {@code seq}, if it is held back, loses its content. */
    void empty(long seq) {
        for (int left = held.size(); left > 0; left--) {
            Message message = held.remove();
            Message kept = message.getSeq() == seq ? Recall.emptied(message) : message;
            budget.giveBack((long) message.getSerializedSize() - kept.getSerializedSize());
            held.add(kept);
        }
    }

    /** The numbers up to {@code seq} were named to the device. */
    void named(long seq, long now) {
        due = false;
        head = Math.max(head, seq);
        told(seq);
        if (behind) {
            named = Math.max(named, seq);
            namedAt = now;
            dropHeld(named);
            heldAll = held.isEmpty() ? head <= named : heldAll;
        }
    }

    /** What is to be pushed next, if the device has reached the head last named and nothing is missing between. */
    Optional<Message> next() {
        dropHeld(acknowledged);
        boolean resumes = behind && !due && heldAll && acknowledged >= named;
        return resumes ? Optional.ofNullable(held.peek()) : Optional.empty();
    }

    /** Takes what {@link #next} gave; its bytes stay taken. */
    void takeNext() {
        held.remove();
    }

    /** Ends being behind once the device has reached the head last named and nothing grew that it was not told. */
    void catchUp() {
        dropHeld(acknowledged);
        boolean reached = !due && heldAll && held.isEmpty() && acknowledged >= named;
        if (behind && (reached || acknowledged >= head)) {
            behind = false;
            due = false;
            heldAll = true;
            pushed = Math.max(pushed, acknowledged);
        }
    }

    /** Whether it grew since its head was named, so that it is to be named again after a while. */
    boolean isGrown() {
        return behind && !due && head > Math.max(named, acknowledged);
    }

    long namedAt() {
        return namedAt;
    }

    /** Forgets what is held back, when nobody will ask for it any more. */
    void dropHeld() {
        dropHeld(Long.MAX_VALUE);
    }

    private void dropHeld(long upTo) {
        for (Message first = held.peek(); first != null && first.getSeq() <= upTo; first = held.peek()) {
            budget.giveBack(first.getSerializedSize());
            held.remove();
        }
    }
}
