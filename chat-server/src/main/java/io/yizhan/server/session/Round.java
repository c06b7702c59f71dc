package io.yizhan.server.session;

import chat.v2.Head;
import java.util.List;

/** What each member of a group is told before anybody is told the next. */
sealed interface Round {
    Round NONE = new Pushed(List.of());

    /** How many frames it is for each member. */
    int size();

    void tell(Member member);

    default boolean isEmpty() {
        return size() == 0;
    }

    /** Messages, in their order. */
    record Pushed(List<SharedPush> pushes) implements Round {
        @Override
        public int size() {
            return pushes.size();
        }

        @Override
        public void tell(Member member) {
            for (SharedPush push : pushes) {
                if (push.message().getSeq() >= member.sinceSeq() && !push.isFrom(member.session())) {
                    member.session().push(push);
                }
            }
        }
    }

    /** How far the conversation reaches. */
    record Named(Head head) implements Round {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public void tell(Member member) {
            if (head.getHeadSeq() >= member.sinceSeq()) {
                member.session().tell(List.of(head));
            }
        }
    }
}
