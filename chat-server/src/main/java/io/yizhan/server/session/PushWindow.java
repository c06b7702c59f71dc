package io.yizhan.server.session;

import chat.v2.Message;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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

    private final PushSettings settings;
    private final ByteBudget budget;
    private final List<UnackedPush> open = new ArrayList<>(0);
    private final Map<String, ConversationTrack> tracks = new LinkedHashMap<>(4, 0.75f, true);
    /** Those that are behind, or whose head is to be named. */
    private final Set<ConversationTrack> troubled = new LinkedHashSet<>(2);

    PushWindow(PushSettings settings) {
        this.settings = settings;
        this.budget = new ByteBudget(settings.maxBytes());
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
                track.missed();
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

    /** What was held back and may be pushed now: ascending within each conversation. */
    List<Message> resume(boolean reading, long now) {
        List<Message> resumed = new ArrayList<>(0);
        for (Iterator<ConversationTrack> each = troubled.iterator(); each.hasNext(); ) {
            ConversationTrack track = each.next();
            while (reading && hasRoom() && track.next().isPresent()) {
                Message message = track.next().orElseThrow();
                track.takeNext();
                opened(track, message, now);
                resumed.add(message);
            }
            if (hasRoom()) {
                track.catchUp();
            }
            if (!track.isBehind() && !track.isNoticeDue()) {
                each.remove();
            }
        }
        return resumed;
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

    /** What is to be pushed again now: ascending within each conversation. */
    List<Message> takeResends(long now) {
        List<Message> resends = new ArrayList<>(0);
        for (UnackedPush push : open) {
            if (push.times() < MAX_PUSHES && push.nextAt(interval()) - now <= 0) {
                push.again();
                resends.add(push.message());
            }
        }
        return resends;
    }

    /** Whether something was pushed as often as it may be and still is not acknowledged. */
    boolean isHopeless(long now) {
        return open.stream().anyMatch(push -> push.times() == MAX_PUSHES && push.nextAt(interval()) - now <= 0);
    }

    /**
     * When there is something to do again if nothing happens; empty if never. A notice waits for a device that reads.
     */
    OptionalLong nextAt(boolean reading, long now) {
        long in = Long.MAX_VALUE;
        for (UnackedPush push : open) {
            in = Math.min(in, push.nextAt(interval()) - now);
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
        return track != null && seq <= track.told();
    }

    /** The device learned in another way that the conversation reaches {@code seq}. */
    void told(String conversation, long seq) {
        track(conversation).told(seq);
    }

    /** Takes note that {@code seq} is being named to the device; false if it was told as much before. */
    boolean tell(String conversation, long seq, long now) {
        ConversationTrack track = track(conversation);
        if (seq <= track.told()) {
            return false;
        }
        track.named(seq, now);
        return true;
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
        open.add(new UnackedPush(message, now));
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
