package io.yizhan.quickstart.check;

import io.yizhan.quickstart.check.Breach.Kind;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A device is shown ascending numbers in each conversation; and what was sent after an acknowledgement has a larger
 * number than what was acknowledged.
 */
final class Ordered implements Promise {
    @Override
    public void check(Facts facts, Consumer<Breach> breaches) {
        facts.shown().values().forEach(shown -> ascending(shown, breaches));
        Map<String, Long> acked = new HashMap<>();
        // both kinds of moments in the order of the history
        List<Moment> moments = facts.sends().stream()
                .flatMap(sent -> Moment.of(facts, sent))
                .sorted(Comparator.comparingInt(Moment::place))
                .toList();
        for (Moment moment : moments) {
            long highest = acked.getOrDefault(moment.conversation(), 0L);
            if (moment.isAck()) {
                acked.put(moment.conversation(), Math.max(highest, moment.seq()));
            } else if (moment.seq() <= highest) {
                breaches.accept(new Breach(
                        Kind.REORDERED,
                        "Op %d was sent after %d was acknowledged in %s, and got: %d"
                                .formatted(moment.op(), highest, moment.conversation(), moment.seq())));
            }
        }
    }

    private static void ascending(List<Event.Shown> shown, Consumer<Breach> breaches) {
        Map<String, Long> last = new HashMap<>();
        for (Event.Shown message : shown) {
            Long before = last.put(message.conversation(), message.seq());
            if (before != null && message.seq() <= before) {
                breaches.accept(new Breach(Kind.REORDERED, "Shown after " + before + ": " + message));
            }
        }
    }

    /** A send began, or was acknowledged; seq is the one it has at the end. */
    private record Moment(int place, boolean isAck, long op, String conversation, long seq) {
        static Stream<Moment> of(Facts facts, Facts.Sent sent) {
            if (sent.ack().isPresent()) {
                Event.Acked answer = sent.ack().get().answer();
                return Stream.of(
                        new Moment(sent.place(), false, sent.op(), answer.conversation(), answer.seq()),
                        new Moment(sent.ack().get().place(), true, sent.op(), answer.conversation(), answer.seq()));
            }
            return facts.rowOf(sent).stream()
                    .map(row -> new Moment(sent.place(), false, sent.op(), row.conversation(), row.seq()));
        }
    }
}
