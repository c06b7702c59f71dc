package io.yizhan.server.audience;

import chat.v2.Message;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.GroupSessions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A group with members online here. Guarded by the book. */
final class LocalGroup {
    /** Messages that wait until it is known who may see them; beyond, the head is named. */
    private static final int MOST_WAITING = 256;

    private static final int MOST_EVENTS = 64;

    private final GroupId id;
    private final GroupSessions sessions;
    private final Map<UserId, Long> members = new HashMap<>();
    private final Set<UserId> unsettled = new HashSet<>();
    private List<Waiting> waiting = new ArrayList<>();
    private long knownTo;
    private long heardTo;
    private long headSeq;
    private boolean reading;
    /** Events of which the members here were told, the last ones: their word comes twice. */
    private final Set<Long> events = new LinkedHashSet<>();

    /** @param knownTo what changed up to this number is known */
    LocalGroup(GroupId id, GroupSessions sessions, long knownTo) {
        this.id = id;
        this.sessions = sessions;
        this.knownTo = knownTo;
        this.heardTo = knownTo;
    }

    GroupId id() {
        return id;
    }

    GroupSessions sessions() {
        return sessions;
    }

    /** Users online here, and since which number each is a member. */
    Map<UserId, Long> members() {
        return members;
    }

    /** Users online here of whom it has to be read what they are. */
    Set<UserId> unsettled() {
        return unsettled;
    }

    /** All of both. */
    Set<UserId> everybody() {
        Set<UserId> all = new HashSet<>(members.keySet());
        all.addAll(unsettled);
        return all;
    }

    boolean isEmpty() {
        return members.isEmpty() && unsettled.isEmpty();
    }

    long knownTo() {
        return knownTo;
    }

    void knows(long seq) {
        knownTo = Math.max(knownTo, seq);
    }

    long heardTo() {
        return heardTo;
    }

    /** The highest number of which the members here were told. */
    void heard(long seq) {
        heardTo = Math.max(heardTo, seq);
    }

    /** Takes the conversation's head; gives the one before, if it was not heard of since, or else 0. */
    long saw(long head) {
        long unheard = headSeq > heardTo ? headSeq : 0;
        headSeq = head;
        heard(unheard);
        return unheard;
    }

    /** False if it was told before. */
    boolean tells(long eventSeq) {
        boolean isNew = events.add(eventSeq);
        if (events.size() > MOST_EVENTS) {
            events.remove(events.iterator().next());
        }
        return isNew;
    }

    /** False if there is no room. */
    boolean hold(Message message, long changedSeq) {
        if (waiting.size() >= MOST_WAITING) {
            return false;
        }
        waiting.add(new Waiting(message, changedSeq));
        return true;
    }

    boolean isWaiting() {
        return !waiting.isEmpty() || !unsettled.isEmpty();
    }

    /** Takes out what waits and may go now: all of it, or what is known enough of. */
    List<Waiting> release(boolean all) {
        List<Waiting> released = new ArrayList<>();
        List<Waiting> kept = new ArrayList<>();
        waiting.forEach(one -> (all || one.changedSeq() <= knownTo ? released : kept).add(one));
        waiting = kept;
        return released;
    }

    /** Whether the caller is to read it now; nobody else does then. */
    boolean beginReading() {
        boolean begins = !reading;
        reading = true;
        return begins;
    }

    void endReading() {
        reading = false;
    }

    record Waiting(Message message, long changedSeq) {}
}
