package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.client.outbox.SendReceipt;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A worker is killed as {@code kill -9} does, under load. */
@Tag("long")
class WorkerDeathIT {
    private static final int COUNT = 3_000;

    @RegisterExtension
    static final TestCluster cluster = new TestCluster(2);

    @Test
    void losesAndRepeatsNothing_whenTheReceiversWorkerIsKilled_andThenTheSenders() throws Exception {
        Person alice = cluster.login("alice");
        Person bob = cluster.login("bob");
        assertThat(alice.port()).isNotEqualTo(bob.port());

        List<SendReceipt> first = whileSending(
                alice, bob, "first", () -> cluster.workerOf(bob).process().kill());

        bob.hasSeenExactly(alice, first, "first");
        assertThat(bob.port()).as("bob is on the other worker").isEqualTo(alice.port());
        assertThat(alice.disconnects()).isEmpty();

        cluster.running().startWorker();
        List<SendReceipt> second = whileSending(
                alice, bob, "second", () -> cluster.workerOf(alice).process().kill());

        await().atMost(Person.LIMIT).until(() -> alice.isOnline() && bob.isOnline());
        hasSeenAllOnce(bob, alice, first.size(), second);
    }

    /** The order of what was sent again after the kill is not promised, only that all is there, once, ascending. */
    private static void hasSeenAllOnce(Person bob, Person alice, int before, List<SendReceipt> stored) {
        await().atMost(Person.LIMIT)
                .untilAsserted(
                        () -> assertThat(bob.shownFrom(alice)).hasSizeGreaterThanOrEqualTo(before + stored.size()));
        List<String> shown = bob.shownFrom(alice);
        assertThat(shown.subList(before, shown.size()))
                .containsExactlyInAnyOrderElementsOf(java.util.stream.IntStream.range(0, stored.size())
                        .mapToObj(i -> stored.get(i).seq() + " second" + i)
                        .toList());
        assertThat(shown.stream().map(line -> Long.parseLong(line.substring(0, line.indexOf(' ')))))
                .isSorted();
    }

    private static List<SendReceipt> whileSending(Person from, Person to, String prefix, Runnable fault)
            throws Exception {
        CompletableFuture<List<SendReceipt>> sending = CompletableFuture.supplyAsync(() -> {
            try {
                return Person.allStored(from.sendMany(to.name(), COUNT, prefix));
            } catch (Exception e) {
                throw new AssertionError("Not all was stored", e);
            }
        });
        int before = to.shownCount();
        await().atMost(Person.LIMIT).until(() -> to.shownCount() > before + COUNT / 10);
        fault.run();
        return sending.get(2, TimeUnit.MINUTES);
    }
}
