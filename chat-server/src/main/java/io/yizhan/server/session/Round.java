package io.yizhan.server.session;

import chat.v2.Head;
import chat.v2.Message;
import io.yizhan.protocol.SharedFrame;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What each member of a group is told before anybody is told the next. */
sealed interface Round {
    Round NONE = Pushed.of(List.of());

    /** How many messages or heads it is for each member. */
    int size();

    void tell(Member member);

    default boolean isEmpty() {
        return size() == 0;
    }

    /**
     * Messages, in their order.
     *
     * @param together all of them as one frame, encoded once for all
     * @param senders users from whom any of them is
     */
    record Pushed(List<Message> messages, SharedFrame together, Set<String> senders) implements Round {
        static Pushed of(List<Message> messages) {
            return new Pushed(
                    messages,
                    new SharedFrame(PushFlow.frame(messages)),
                    messages.stream().map(Message::getFromUserId).collect(Collectors.toUnmodifiableSet()));
        }

        @Override
        public int size() {
            return messages.size();
        }

        @Override
        public void tell(Member member) {
            LocalSession session = member.session();
            if (messages.get(0).getSeq() >= member.sinceSeq()
                    && !senders.contains(session.user().value())) {
                session.push(messages, together);
                return;
            }
            List<Message> some = messages.stream()
                    .filter(message -> message.getSeq() >= member.sinceSeq() && !isFrom(message, session))
                    .toList();
            if (!some.isEmpty()) {
                session.push(some, some.size() == size() ? together : of(some).together());
            }
        }

        private static boolean isFrom(Message message, LocalSession session) {
            return session.device().value().equals(message.getFromDeviceId())
                    && session.user().value().equals(message.getFromUserId());
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
