package io.yizhan.server.delivery;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.Positions.Move;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the cluster's books what was stored, and looks up who is to get it. The messages are safe by now: what fails
 * here is repaired by the device's next heartbeat, or harmless. Never blocks.
 */
final class Announcer {
    private static final Logger log = LoggerFactory.getLogger(Announcer.class);

    private final DeliveryPorts ports;
    private final RecipientSearch search;
    private final DeliveryClock clock;
    private final RareWarning notNoted;

    Announcer(DeliveryPorts ports, DeliveryClock clock) {
        this.ports = ports;
        this.search = new RecipientSearch(ports);
        this.clock = clock;
        this.notNoted = new RareWarning(log, clock);
    }

    /** Starts all calls at once, so that one round trip does; completes with where all concerned are. */
    CompletionStage<Recipients> announce(List<Placed> stored) {
        announced(stored);
        return search.of(stored);
    }

    /** Notes it in the books. */
    void announced(List<Placed> stored) {
        noted(
                "mark messages stored",
                ports.sequencer()
                        .markStored(stored.stream().map(Placed::request).toList()));
        freshen(stored);
        noted("move the senders' positions", ports.positions().advance(senderMoves(stored)));
    }

    /** Lets the next heartbeat of all concerned see that there may be something new. */
    void freshen(Collection<Placed> placed) {
        long now = clock.epochMs();
        noted(
                "freshen the conversation index",
                ports.index()
                        .raise(placed.stream()
                                .flatMap(one -> Activities.of(one.send(), now))
                                .distinct()
                                .toList()));
    }

    private static List<Move> senderMoves(List<Placed> stored) {
        Map<Sender, Long> highest = new HashMap<>();
        // what the server says in someone's name has to reach all devices of that user first
        stored.stream()
                .filter(placed -> !placed.send().command().isFromServer())
                .forEach(placed -> highest.merge(
                        new Sender(
                                placed.send().conversation(),
                                placed.send().command().sender()),
                        placed.place().seq(),
                        Math::max));
        return highest.entrySet().stream()
                .map(entry -> new Move(
                        entry.getKey().conversation(), entry.getKey().user(), entry.getValue(), entry.getValue()))
                .toList();
    }

    private void noted(String what, CompletionStage<?> stage) {
        stage.whenComplete((done, failure) -> {
            if (failure != null) {
                notNoted.warn("Could not " + what, failure);
            }
        });
    }

    private record Sender(ConversationId conversation, UserId user) {}
}
