package io.yizhan.quickstart.check;

import io.yizhan.quickstart.check.Breach.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A number names one message for ever, and an acknowledged number is final. */
final class NumbersUnique implements Promise {
    private record Number(String conversation, long seq) {}

    @Override
    public void check(Facts facts, Consumer<Breach> breaches) {
        Map<Number, Long> holders = new HashMap<>();
        for (Event event : facts.events()) {
            if (event instanceof Event.Acked ack) {
                claim(holders, new Number(ack.conversation(), ack.seq()), ack.messageId(), breaches);
                facts.row(ack.messageId())
                        .filter(row ->
                                row.seq() != ack.seq() || !row.conversation().equals(ack.conversation()))
                        .ifPresent(row -> breaches.accept(
                                new Breach(Kind.MISNUMBERED, "Acknowledged as " + ack + ", stored as " + row)));
            } else if (event instanceof Event.Shown shown) {
                claim(holders, new Number(shown.conversation(), shown.seq()), shown.messageId(), breaches);
            }
        }
        for (StoredMessage row : facts.rows()) {
            claim(holders, new Number(row.conversation(), row.seq()), row.messageId(), breaches);
        }
    }

    private static void claim(Map<Number, Long> holders, Number number, long messageId, Consumer<Breach> breaches) {
        Long holder = holders.putIfAbsent(number, messageId);
        if (holder != null && holder != messageId) {
            breaches.accept(
                    new Breach(Kind.MISNUMBERED, number + " names two messages: " + holder + " and " + messageId));
        }
    }
}
