package io.yizhan.bench.load;

import io.yizhan.bench.result.Counts;
import io.yizhan.client.outbox.SendReceipt;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** What the groups of a fleet say in one run, followed to each receiver. Thread-safe. */
final class GroupTalk {
    private final String name;
    private final FleetGroups groups;
    private final List<GroupLedger> ledgers;

    /** @param run its name */
    GroupTalk(String run, FleetGroups groups) {
        this.name = run + "-groups";
        this.groups = groups;
        this.ledgers = IntStream.range(0, groups.count())
                .mapToObj(group -> new GroupLedger(groups.size(group), groups.size(group)))
                .toList();
    }

    /** A pair's sender says the next message to its group. Never blocks. */
    CompletableFuture<SendReceipt> send(int pair, long dueNanos, int textBytes) {
        GroupLedger ledger = ledgers.get(groups.groupOf(pair));
        synchronized (ledger) { // numbered in the order of sending
            int number = ledger.next();
            String text = new MessageTag(name, pair, number, dueNanos).text(textBytes);
            return groups.say(pair, text).whenComplete((receipt, failure) -> {
                if (failure == null) {
                    ledger.acked(number);
                } else {
                    ledger.failed();
                }
            });
        }
    }

    /** Whether what {@code receiver} was shown is of these groups; notes it then. */
    boolean shown(int receiver, MessageTag tag) {
        boolean ours = tag.run().equals(name);
        if (ours) {
            ledgers.get(groups.groupOf(tag.pair()))
                    .shown(groups.placeOf(receiver), groups.placeOf(tag.pair()), tag.number());
        }
        return ours;
    }

    boolean isAnswered() {
        return ledgers.stream().allMatch(GroupLedger::isAnswered);
    }

    boolean isSettled() {
        return ledgers.stream().allMatch(GroupLedger::isSettled);
    }

    Counts counts() {
        return ledgers.stream().map(GroupLedger::counts).reduce(Counts.NONE, Counts::plus);
    }
}
