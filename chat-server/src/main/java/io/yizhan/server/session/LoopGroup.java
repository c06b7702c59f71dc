package io.yizhan.server.session;

import chat.v2.Head;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of one group on one event loop, which owns it. What is told is told to all of them before the next is;
 * sessions come and go between two things that are told.
 */
final class LoopGroup {
    /** Messages that wait for their turn; of what comes beyond the head is named. */
    static final int MOST_WAITING = 256;

    private static final Logger log = LoggerFactory.getLogger(LoopGroup.class);

    private final FanOut fanOut;
    private final LoopTurns turns;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final List<Member> members = new ArrayList<>();
    private Telling telling = Telling.NOTHING;
    private int next;
    private boolean entered;
    private Head missed = Head.getDefaultInstance();

    LoopGroup(FanOut fanOut, LoopTurns turns) {
        this.fanOut = fanOut;
        this.turns = turns;
    }

    void add(LocalSession session, long sinceSeq) {
        enter(() -> {
            remove(session);
            members.add(new Member(session, sinceSeq));
        });
    }

    void part(LocalSession session) {
        enter(() -> remove(session));
    }

    void push(SharedPush push) {
        if (waiting.size() >= MOST_WAITING) {
            miss(push.message().getConversationId(), push.message().getSeq());
            return;
        }
        enter(() -> begin(member -> {
            if (push.message().getSeq() >= member.sinceSeq() && !push.isFrom(member.session())) {
                member.session().push(push);
            }
        }));
    }

    void name(Head head) {
        miss(head.getConversationId(), head.getHeadSeq());
        enter(() -> {});
    }

    private void miss(String conversation, long seq) {
        if (seq > missed.getHeadSeq()) {
            missed = Head.newBuilder()
                    .setConversationId(conversation)
                    .setHeadSeq(seq)
                    .build();
        }
    }

    private void remove(LocalSession session) {
        members.removeIf(member -> member.session() == session);
    }

    private void enter(Runnable change) {
        waiting.add(change);
        if (!entered) {
            entered = true;
            turns.enter(this);
        }
    }

    private void begin(Telling what) {
        telling = what;
        next = 0;
        fanOut.count(members.size());
    }

    /** Tells so many sessions what is to be told; says whether there is more. */
    boolean tell(int most) {
        if (next >= members.size() || telling == Telling.NOTHING) {
            telling = Telling.NOTHING;
            proceed();
        }
        int end = telling == Telling.NOTHING ? next : Math.min(members.size(), next + most);
        while (next < end) {
            tell(members.get(next++));
        }
        boolean told = telling == Telling.NOTHING || next >= members.size();
        entered = !told || !waiting.isEmpty() || missed.getHeadSeq() > 0;
        return entered;
    }

    /** A defect must not end the turns of all groups here: who could not be told comes again, and asks. */
    private void tell(Member member) {
        try {
            telling.tell(member);
        } catch (RuntimeException e) {
            log.error(
                    "A session could not be told of a group, closing it: {}",
                    member.session().id(),
                    e);
            member.session().end();
        }
    }

    /** Takes what waits up to the next thing that all are to be told; heads only when nothing else waits. */
    private void proceed() {
        for (int taken = 0; telling == Telling.NOTHING && taken < LoopTurns.SLICE && !waiting.isEmpty(); taken++) {
            waiting.remove().run();
        }
        if (telling == Telling.NOTHING && waiting.isEmpty() && missed.getHeadSeq() > 0) {
            Head head = missed;
            missed = Head.getDefaultInstance();
            begin(member -> {
                if (head.getHeadSeq() >= member.sinceSeq()) {
                    member.session().tell(List.of(head));
                }
            });
        }
    }

    /** What one member is told; a constant stands for nothing. */
    private interface Telling {
        Telling NOTHING = member -> {};

        void tell(Member member);
    }

    /** @param sinceSeq what has a smaller number is not for it */
    private record Member(LocalSession session, long sinceSeq) {}
}
