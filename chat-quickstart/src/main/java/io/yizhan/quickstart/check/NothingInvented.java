package io.yizhan.quickstart.check;

import io.yizhan.quickstart.check.Breach.Kind;
import java.util.Optional;
import java.util.function.Consumer;

/** What is shown or stored was sent, was not refused for good, and is shown only to those whom it concerns. */
final class NothingInvented implements Promise {
    @Override
    public void check(Facts facts, Consumer<Breach> breaches) {
        for (StoredMessage row : facts.rows()) {
            if (row.notice().isPresent()) {
                continue;
            }
            Optional<Facts.Sent> sent = facts.send(row.op());
            if (sent.isEmpty() || !sent.get().invoked().device().equals(row.device())) {
                breaches.accept(new Breach(Kind.UNEXPECTED, "Stored, but not sent like this: " + row));
            } else if (sent.get().refusal().isPresent()) {
                breaches.accept(new Breach(
                        Kind.UNEXPECTED,
                        "Stored, but refused: " + row + " "
                                + sent.get().refusal().get()));
            }
        }
        facts.shown().forEach((device, messages) -> messages.forEach(message -> shown(facts, message, breaches)));
    }

    private static void shown(Facts facts, Event.Shown message, Consumer<Breach> breaches) {
        if (facts.row(message.messageId()).flatMap(StoredMessage::notice).isPresent()) {
            return;
        }
        Optional<Facts.Sent> sent = facts.send(message.op());
        if (sent.isEmpty()) {
            breaches.accept(new Breach(Kind.UNEXPECTED, "Shown, but not sent: " + message));
        } else if (sent.get().invoked().device().equals(message.device())) {
            breaches.accept(new Breach(Kind.UNEXPECTED, "Shown on the device that sent it: " + message));
        } else if (!concerns(sent.get(), message)) {
            breaches.accept(
                    new Breach(Kind.DISCLOSED, "Sent to " + sent.get().invoked().to() + ": " + message));
        }
    }

    /** Who may see what a group is told, {@link MembersOnly} judges. */
    private static boolean concerns(Facts.Sent sent, Event.Shown message) {
        return sent.group()
                .map(message.conversation()::equals)
                .orElseGet(() -> Facts.concerns(sent, Facts.userOf(message.device())));
    }
}
