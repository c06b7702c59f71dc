package io.yizhan.server.session;

import chat.v2.Head;
import chat.v2.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of one group on one event loop, which owns all that is not said to be safe from any thread. What waits
 * is told in rounds: each session is told all of a round at once, in one frame that is encoded once, and all are told
 * one round before the next. Sessions come and go between two rounds, where the order of the calls puts them.
 */
final class LoopGroup {
    /** Messages that wait for their turn; of what comes beyond the head is named. */
    static final int MOST_WAITING = 1_024;
    /** Messages in a round, half of what may be open to a device by default. */
    static final int MOST_IN_ROUND = 128;
    /** What is kept of so many takes about as long as a write. */
    private static final int MESSAGES_LIKE_A_WRITE = 8;
    /** Of a round; half of what may be unsent to a device before it is only named heads. */
    private static final int MOST_ROUND_BYTES = 32 * 1024;

    private static final Logger log = LoggerFactory.getLogger(LoopGroup.class);

    private final FanOut fanOut;
    private final LoopTurns turns;
    private final Queue<Entry> waiting = new ArrayDeque<>();
    private final Reordering inOrder = new Reordering();
    private final AtomicInteger pushes = new AtomicInteger();
    private final List<Member> members = new ArrayList<>();
    private Round round = Round.NONE;
    private int next;
    private boolean entered;
    private long restsUntil;
    /** When this round will have been told, where groups rest. */
    private volatile long heldUntil;

    private Head missed = Head.getDefaultInstance();

    LoopGroup(FanOut fanOut, LoopTurns turns) {
        this.fanOut = fanOut;
        this.turns = turns;
        this.restsUntil = turns.now();
        this.heldUntil = restsUntil;
    }

    /** Safe from any thread. */
    void add(LocalSession session, long sinceSeq) {
        turns.execute(() -> enter(new Entry.Comes(new Member(session, sinceSeq))));
    }

    /** Safe from any thread. */
    void part(LocalSession session) {
        turns.execute(() -> enter(new Entry.Goes(session)));
    }

    /** Safe from any thread. */
    void push(Message message) {
        pushes.incrementAndGet();
        turns.execute(() -> take(message));
    }

    /** Safe from any thread. */
    void name(Head head) {
        turns.execute(() -> {
            miss(head.getConversationId(), head.getHeadSeq());
            enter(Entry.NOTHING);
        });
    }

    /**
     * How many more messages had better come now. Where groups rest none do before a round is over: what gathers
     * meanwhile costs less on its whole way. Safe from any thread.
     */
    int room() {
        return heldUntil - turns.now() > 0 ? 0 : Math.max(0, MOST_IN_ROUND - pushes.get());
    }

    private void take(Message message) {
        if (waiting.size() + inOrder.size() >= MOST_WAITING) {
            pushes.decrementAndGet();
            miss(message.getConversationId(), message.getSeq());
        } else {
            enter(new Entry.Said(message));
            if (inOrder.lacks(message.getSeq())) {
                restsUntil = turns.now();
                turns.enter(this);
            }
        }
    }

    private void miss(String conversation, long seq) {
        if (seq > missed.getHeadSeq()) {
            missed = Head.newBuilder()
                    .setConversationId(conversation)
                    .setHeadSeq(seq)
                    .build();
        }
    }

    private void enter(Entry entry) {
        waiting.add(entry);
        if (!entered) {
            entered = true;
            turns.enter(this);
        }
    }

    /** When its next turn may be, by the loop's clock. */
    long restsUntil() {
        return restsUntil;
    }

    /** Takes a turn, of so many sessions at most; says whether there is more to tell. */
    boolean tell(int most) {
        boolean waits = round.isEmpty() && !proceed();
        int sessions = round.isEmpty() ? 0 : Math.min(members.size() - next, Math.max(1, most / cost(round)));
        for (int last = next + sessions; next < last; next++) {
            tell(members.get(next));
        }
        if (next >= members.size()) {
            round = Round.NONE;
        }
        restsUntil = waits ? inOrder.patientUntil() : turns.now() + turns.rest(sessions, members.size());
        entered = !round.isEmpty() || !waiting.isEmpty() || !inOrder.isEmpty() || missed.getHeadSeq() > 0;
        return entered;
    }

    /** What it is to tell a session of it, in sessions that are told one message: mostly one write. */
    private static int cost(Round round) {
        return 1 + round.size() / MESSAGES_LIKE_A_WRITE;
    }

    /** A defect must not end the turns of all groups here: who could not be told comes again, and asks. */
    private void tell(Member member) {
        try {
            round.tell(member);
        } catch (RuntimeException e) {
            log.error(
                    "A session could not be told of a group, closing it: {}",
                    member.session().id(),
                    e);
            member.session().end();
        }
    }

    /** Takes what waits up to the next round, heads only when nothing else waits; false if that is still to come. */
    private boolean proceed() {
        for (int taken = 0; taken < MOST_WAITING && waiting.peek() instanceof Entry.Said said; taken++) {
            waiting.remove();
            if (!inOrder.add(said.message())) {
                pushes.decrementAndGet();
            }
        }
        if (!inOrder.isEmpty()) {
            return push();
        }
        for (int taken = 0; taken < LoopTurns.SLICE && isChange(waiting.peek()); taken++) {
            change(waiting.remove());
        }
        if (waiting.isEmpty() && missed.getHeadSeq() > 0) {
            inOrder.skipTo(missed.getHeadSeq());
            begin(new Round.Named(missed));
            missed = Head.getDefaultInstance();
        }
        return true;
    }

    private static boolean isChange(@Nullable Entry entry) {
        return entry != null && !(entry instanceof Entry.Said);
    }

    private boolean push() {
        int before = inOrder.size();
        List<Message> next = inOrder.take(MOST_IN_ROUND, MOST_ROUND_BYTES, turns.now());
        pushes.addAndGet(inOrder.size() - before);
        if (!next.isEmpty()) {
            begin(Round.Pushed.of(next));
        }
        return !next.isEmpty();
    }

    private void change(Entry entry) {
        if (entry instanceof Entry.Comes comes) {
            remove(comes.member().session());
            members.add(comes.member());
        } else if (entry instanceof Entry.Goes goes) {
            remove(goes.session());
        }
    }

    private void remove(LocalSession session) {
        members.removeIf(member -> member.session() == session);
    }

    private void begin(Round begun) {
        round = begun;
        next = 0;
        heldUntil = turns.now() + turns.rest(members.size(), members.size());
        fanOut.count(begun.size() * members.size());
    }

    /** What waits. */
    private sealed interface Entry {
        Entry NOTHING = new Nothing();

        /** Only a head that is to be named. */
        record Nothing() implements Entry {}

        record Comes(Member member) implements Entry {}

        record Goes(LocalSession session) implements Entry {}

        record Said(Message message) implements Entry {}
    }
}
