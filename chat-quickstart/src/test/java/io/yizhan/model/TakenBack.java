package io.yizhan.model;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Frame;
import chat.v2.Message;
import io.yizhan.protocol.Recall;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What was taken back, and that nobody is given it any more. */
final class TakenBack {
    private final VirtualTime time;
    /** When each recall was answered. */
    private final Map<String, Long> since = new HashMap<>();

    private final Map<Link, Map<Long, Long>> pulls = new HashMap<>();
    private final Map<Link, Set<String>> told = new HashMap<>();

    TakenBack(VirtualTime time) {
        this.time = time;
    }

    /** Its recall was answered with success. */
    void recalled(Ledger.Send send) {
        since.putIfAbsent(place(send.conversation.value(), send.receipt.seq()), time.nanos());
    }

    boolean isRecalled(Ledger.Send send) {
        return send.receipt != null && since.containsKey(place(send.conversation.value(), send.receipt.seq()));
    }

    /** A request reaches a worker. */
    void request(Link link, Frame frame) {
        if (frame.hasPullRequest()) {
            pulls.computeIfAbsent(link, any -> new HashMap<>()).put(frame.getRequestId(), time.nanos());
        }
    }

    /** A worker writes to a device. */
    void answer(Link link, Frame frame) {
        if (frame.hasPullResponse()) {
            long asked = pulls.get(link).remove(frame.getRequestId());
            for (Message message : frame.getPullResponse().getMessagesList()) {
                Long emptied = since.get(place(message));
                assertThat(emptied != null && emptied < asked && hasContent(message))
                        .as("given to who asked after its recall: %s", message)
                        .isFalse();
            }
        }
        for (Message message : frame.getPush().getMessagesList()) {
            Set<String> places = told.computeIfAbsent(link, any -> new HashSet<>());
            Recall.in(message).ifPresent(recall -> places.add(place(message.getConversationId(), recall.seq())));
            assertThat(places.contains(place(message)) && hasContent(message))
                    .as("pushed behind its recall: %s", message)
                    .isFalse();
        }
    }

    void closed(Link link) {
        pulls.remove(link);
        told.remove(link);
    }

    private static boolean hasContent(Message message) {
        return !message.getContent().getText().isEmpty();
    }

    private static String place(Message message) {
        return place(message.getConversationId(), message.getSeq());
    }

    private static String place(String conversation, long seq) {
        return conversation + " " + seq;
    }
}
