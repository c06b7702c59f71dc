package io.yizhan.quickstart.check;

import io.yizhan.quickstart.check.Breach.Kind;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** A message is shown once on a device, whatever its number, and a send is stored once, acknowledged or not. */
final class NothingTwice implements Promise {
    @Override
    public void check(Facts facts, Consumer<Breach> breaches) {
        facts.shown().forEach((device, shown) -> {
            Set<Long> ids = new HashSet<>();
            Set<Long> ops = new HashSet<>();
            for (Event.Shown message : shown) {
                boolean newId = ids.add(message.messageId());
                boolean newOp = message.op() == 0 || ops.add(message.op());
                if (!newId || !newOp) {
                    breaches.accept(new Breach(Kind.DUPLICATED, "Shown again on " + device + ": " + message));
                }
            }
        });
        Set<Long> stored = new HashSet<>();
        for (StoredMessage row : facts.rows()) {
            if (row.op() != 0 && !stored.add(row.op())) {
                breaches.accept(new Breach(Kind.DUPLICATED, "Stored again: " + row));
            }
        }
    }
}
