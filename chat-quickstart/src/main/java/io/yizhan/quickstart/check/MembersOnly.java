package io.yizhan.quickstart.check;

import io.yizhan.quickstart.check.Breach.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Of a group a user is shown what lies between his comings and goings, both included, and nothing else: these are where
 * the group's own messages say so. All of it is owed to each of his devices that take part: they begin at the start.
 */
final class MembersOnly implements Promise {
    @Override
    public void check(Facts facts, Consumer<Breach> breaches) {
        Map<String, List<StoredMessage>> groups = facts.rows().stream()
                .filter(row -> Facts.isGroup(row.conversation()))
                .collect(Collectors.groupingBy(StoredMessage::conversation));
        Map<String, Stays> stays = new HashMap<>();
        groups.forEach((group, rows) -> stays.put(group, Stays.of(rows, breaches)));
        facts.shown()
                .forEach((device, messages) -> messages.stream()
                        .filter(message -> Facts.isGroup(message.conversation()))
                        .filter(message -> !stays.getOrDefault(message.conversation(), Stays.NONE)
                                .includes(Facts.userOf(device), message.seq()))
                        .forEach(message -> breaches.accept(
                                new Breach(Kind.DISCLOSED, "Shown on " + device + " to no member: " + message))));
        for (String device : facts.devices()) {
            Set<Long> shown = facts.shown().getOrDefault(device, List.of()).stream()
                    .map(Event.Shown::messageId)
                    .collect(Collectors.toSet());
            groups.forEach((group, rows) -> rows.stream()
                    .filter(row -> !row.device().equals(device))
                    .filter(row -> stays.getOrDefault(group, Stays.NONE).includes(Facts.userOf(device), row.seq()))
                    .filter(row -> !shown.contains(row.messageId()))
                    .forEach(row -> breaches.accept(
                            new Breach(Kind.LOST, "Stored, not shown to a member on " + device + ": " + row))));
        }
    }
}
