package io.yizhan.quickstart.check;

import io.yizhan.quickstart.check.Breach.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What was acknowledged is in the database, and was shown on every device that it is owed to. */
final class NothingLost implements Promise {
    @Override
    public void check(Facts facts, Consumer<Breach> breaches) {
        Map<String, Set<Long>> shown = facts.shown().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> ids(entry.getValue())));
        for (Facts.Sent sent : facts.sends()) {
            sent.ack().ifPresent(ack -> {
                long id = ack.answer().messageId();
                if (facts.row(id).isEmpty()) {
                    breaches.accept(new Breach(Kind.LOST, "Acknowledged, not in the database: " + ack.answer()));
                }
                for (String device : facts.owed(sent)) {
                    if (!shown.getOrDefault(device, Set.of()).contains(id)) {
                        breaches.accept(
                                new Breach(Kind.LOST, "Acknowledged, not shown on " + device + ": " + ack.answer()));
                    }
                }
            });
        }
    }

    private static Set<Long> ids(List<Event.Shown> shown) {
        return shown.stream().map(Event.Shown::messageId).collect(Collectors.toSet());
    }
}
