package io.yizhan.quickstart.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/** A history that never happened, a second between two events: ann and bob talk, eve is there as well. */
final class Story {
    static final String ANN = "ann/phone";
    static final String BOB = "bob/phone";
    static final String TALK = "d:ann:bob";

    static final String GROUP = "g:club";

    private final List<Event> events = new ArrayList<>();
    private final List<StoredMessage> rows = new ArrayList<>();
    private long now;

    Story() {
        add(at -> new Event.Begun(at, "story", 7));
        joins(ANN);
        joins(BOB);
        joins("eve/phone");
    }

    Story add(LongFunction<Event> event) {
        events.add(event.apply(now));
        return after(1_000);
    }

    Story after(long millis) {
        now += millis * 1_000;
        return this;
    }

    Story joins(String device) {
        return add(at -> new Event.Joined(at, device, "CONSOLE"));
    }

    Story sends(long op, String device, String to) {
        return add(at -> new Event.Invoked(at, op, device, to));
    }

    Story annSends(long op) {
        return sends(op, ANN, "bob");
    }

    /** Messages' ids are their ops and a hundred. */
    Story acked(long op, long seq) {
        return add(at -> new Event.Acked(at, op, TALK, seq, 100 + op));
    }

    Story shown(String device, long op, long seq) {
        return shown(device, op, seq, 100 + op);
    }

    Story shown(String device, long op, long seq, long messageId) {
        return add(at -> new Event.Shown(at, device, TALK, seq, messageId, op));
    }

    Story stored(long op, long seq) {
        return stored(op, seq, 100 + op);
    }

    Story stored(long op, long seq, long messageId) {
        rows.add(new StoredMessage(TALK, seq, messageId, ANN, op));
        return this;
    }

    /** Ann sends, all goes well. */
    Story works(long op, long seq) {
        return annSends(op).acked(op, seq).stored(op, seq).shown(BOB, op, seq);
    }

    /** The server tells the group of something; the message's id is its number and a thousand. */
    Story told(String event, String user, long seq) {
        rows.add(new StoredMessage(GROUP, seq, 1_000 + seq, "ann/", 0, Optional.of(new Notice(event, user))));
        return this;
    }

    /** A device is shown what the server told the group. */
    Story toldOf(String device, long seq) {
        return add(at -> new Event.Shown(at, device, GROUP, seq, 1_000 + seq, 0));
    }

    /** Ann says something to the group, and it is stored. */
    Story said(long op, long seq) {
        sends(op, ANN, GROUP);
        add(at -> new Event.Acked(at, op, GROUP, seq, 100 + op));
        rows.add(new StoredMessage(GROUP, seq, 100 + op, ANN, op));
        return this;
    }

    Story shownInGroup(String device, long op, long seq) {
        return add(at -> new Event.Shown(at, device, GROUP, seq, 100 + op, op));
    }

    Verdict verdict() {
        return new Checker().judge(new History(events), rows);
    }

    History history() {
        return new History(events);
    }
}
