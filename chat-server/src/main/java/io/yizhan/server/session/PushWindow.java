package io.yizhan.server.session;

import chat.v2.Message;
import io.yizhan.protocol.Recall;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What one connection was pushed and has not acknowledged, and which conversations are behind for it. Decides; writes
 * nothing. Times are monotonic nanoseconds. Owned by one event loop.
 */
final class PushWindow {
    /** How often a message is pushed before the connection counts as dead: at 0, 1, 2 and 3 intervals. */
    private static final int MAX_PUSHES = 4;
    /** Conversations that are remembered, those least recently touched forgotten first. */
    private static final int MAX_TRACKS = 1024;
    /** Of so many at most merely because their heads were told: nothing but a look at the registry is saved by it. */
    private static final int MAX_TOLD = 256;

    private final PushSettings settings;
    private final ByteBudget budget;
    private final List<UnackedPush> open = new ArrayList<>(0);
    private final Map<String, ConversationTrack> tracks = new LinkedHashMap<>(4, 0.75f, true);
    /** Those that are behind, or whose head is to be named. */
    private final Set<ConversationTrack> troubled = new LinkedHashSet<>(2);

    PushWindow(PushSettings settings, SharedBytes memory) {
        this.settings = settings;
        this.budget = new ByteBudget(settings.maxBytes(), memory);
    }

    /**
     * Decides on a message that came for the device.
     *
     * @param reading whether the device reads at present
     * @return true if it is to be pushed now; otherwise it is acknowledged, on its way, or will be named or pushed
     *     later
     */
    boolean offer(Message message, boolean reading, long now) {
        ConversationTrack track = track(message.getConversationId());
        Recall.in(message).ifPresent(recall -> empty(track, recall.seq()));
        long seq = message.getSeq();
        if (seq <= track.acknowledged()) {
            return false;
        }
        if (track.isBehind()) {
            track.hold(message);
            return false;
        }
        if (track.isLate(seq)) {
            if (open.stream().noneMatch(push -> push.is(track.conversation(), seq))) {
                track.missed(seq);
                troubled.add(track);
            }
            return false;
        }
        if (reading && hasRoom() && budget.take(message.getSerializedSize())) {
            opened(track, message, now);
            return true;
        }
        track.fallBehind(seq);
        troubled.add(track);
        return false;
    }

    /** The device's user is mentioned in a message that was not pushed as it came: the notice is to say so. */
    void mentioned(Message message) {
        track(message.getConversationId()).mentioned(message.getSeq());
    }

    /** What was taken back is not pushed again with its content, whatever becomes of the message that tells of it. */
    private void empty(ConversationTrack track, long seq) {
        track.empty(seq);
        open.stream().filter(push -> push.is(track.conversation(), seq)).forEach(push -> budget.giveBack(push.empty()));
    }

    /** Everything in the conversation up to {@code seq} has reached the device. */
    void acknowledge(String conversation, long seq) {
        ConversationTrack track = track(conversation);
        track.acknowledge(seq);
        open.removeIf(push -> {
            Message message = push.message();
            boolean reached =
                    message.getSeq() <= seq && message.getConversationId().equals(conversation);
            if (reached) {
                budget.giveBack(message.getSerializedSize());
            }
            return reached;
        });
    }

    /** What was held back and may be pushed next, ascending within each conversation; it counts as pushed. */
    Optional<Message> resume(long now) {
        for (Iterator<ConversationTrack> each = troubled.iterator(); each.hasNext(); ) {
            ConversationTrack track = each.next();
            Optional<Message> next = hasRoom() ? track.next() : Optional.empty();
            if (next.isPresent()) {
                track.takeNext();
                opened(track, next.get(), now);
                return next;
            }
            if (hasRoom()) {
                track.catchUp();
            }
            if (!track.isBehind() && !track.isNoticeDue()) {
                each.remove();
            }
        }
        return Optional.empty();
    }

    /** The conversations whose heads are to be named now; they count as named. */
    List<ConversationTrack> takeNotices(long now) {
        List<ConversationTrack> notices = new ArrayList<>(0);
        for (Iterator<ConversationTrack> each = troubled.iterator(); each.hasNext(); ) {
            ConversationTrack track = each.next();
            boolean again = track.isGrown() && now - track.namedAt() >= noticeAfter();
            if (track.isNoticeDue() || again) {
                track.named(track.head(), now);
                notices.add(track);
            }
            if (!track.isBehind()) {
                each.remove();
            }
        }
        return notices;
    }

    /** The device was told up to where the conversation is written: there is nothing beyond to be had as yet. */
    void writtenTo(String conversation, long seq, long now) {
        ConversationTrack track = tracks.get(conversation);
        if (track != null) {
            track.writtenTo(seq, now);
        }
    }

    /**
     * Puts off what is due and cannot be acknowledged, through no fault of the device's: neither is it pushed again,
     * nor does that count.
     *
     * @param all whether nothing at all can be acknowledged
     */
    void putOff(boolean all, long now) {
        for (UnackedPush push : open) {
            if (push.dueAt() - now <= 0 && (all || mayLackBefore(push.message(), now))) {
                push.putOff(now + noticeAfter());
            }
        }
    }

    private boolean mayLackBefore(Message message, long now) {
        ConversationTrack track = tracks.get(message.getConversationId());
        return track != null && track.mayLackBefore(message.getSeq(), now);
    }

    /** What is to be pushed again now: ascending within each conversation. */
    List<Message> takeResends(long now) {
        List<Message> resends = new ArrayList<>(0);
        for (UnackedPush push : open) {
            if (push.times() < MAX_PUSHES && push.dueAt() - now <= 0) {
                push.again(now, interval());
                resends.add(push.message());
            }
        }
        return resends;
    }

    /** Whether something was pushed as often as it may be and still is not acknowledged. */
    boolean isHopeless(long now) {
        return open.stream().anyMatch(push -> push.times() == MAX_PUSHES && push.dueAt() - now <= 0);
    }

    /**
     * When there is something to do again if nothing happens; empty if never. A notice waits for a device that reads.
     */
    OptionalLong nextAt(boolean reading, long now) {
        long in = Long.MAX_VALUE;
        for (UnackedPush push : open) {
            in = Math.min(in, push.dueAt() - now);
        }
        for (ConversationTrack track : troubled) {
            if (reading && track.isGrown()) {
                in = Math.min(in, track.namedAt() + noticeAfter() - now);
            }
        }
        return in == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(now + in);
    }

    /** Whether the numbers up to {@code seq} are certain to exist, since the device was told of them here. */
    boolean knows(String conversation, long seq) {
        ConversationTrack track = tracks.get(conversation);
        return track != null && Long.compareUnsigned(seq, track.told()) <= 0;
    }

    /** The device learned in another way that the conversation reaches {@code seq}. */
    void told(String conversation, long seq) {
        if (tracks.size() < MAX_TOLD || tracks.containsKey(conversation)) {
            track(conversation).told(seq);
        }
    }

    /** Takes note that {@code seq} is being named to the device; false if it was told as much before. */
    boolean tell(String conversation, long seq, long now) {
        ConversationTrack track = track(conversation);
        if (seq <= Math.max(track.told(), track.acknowledged())) {
            return false;
        }
        track.named(seq, now);
        return true;
    }

    /** As {@link #tell}, for a device that does not read at present: its head is named once it does. */
    void tellLater(String conversation, long seq) {
        ConversationTrack track = track(conversation);
        if (seq > track.told()) {
            track.missed(seq);
            troubled.add(track);
        }
    }

    /** Forgets all, and gives back the memory: the connection has ended. */
    void clear() {
        budget.giveBack(budget.used());
        open.clear();
        tracks.clear();
        troubled.clear();
    }

    /** Messages pushed and not acknowledged. */
    Collection<UnackedPush> open() {
        return open;
    }

    long bytes() {
        return budget.used();
    }

    private boolean hasRoom() {
        return open.size() < settings.maxUnacked();
    }

    private void opened(ConversationTrack track, Message message, long now) {
        open.add(new UnackedPush(message, now + interval()));
        track.pushed(message.getSeq());
    }

    private ConversationTrack track(String conversation) {
        ConversationTrack track = tracks.computeIfAbsent(conversation, id -> new ConversationTrack(id, budget));
        if (tracks.size() > MAX_TRACKS) {
            Iterator<ConversationTrack> eldest = tracks.values().iterator();
            ConversationTrack forgotten = eldest.next();
            eldest.remove();
            troubled.remove(forgotten);
            forgotten.dropHeld();
        }
        return track;
    }

    private long interval() {
        return settings.resendAfter().toNanos();
    }

    private long noticeAfter() {
        return settings.noticeAfter().toNanos();
    }
}
