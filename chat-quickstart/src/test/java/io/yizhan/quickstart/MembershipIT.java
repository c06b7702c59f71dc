package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.client.outbox.SendReceipt;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Workers come and go. */
class MembershipIT {
    @RegisterExtension
    static final TestCluster cluster = new TestCluster(2);

    @Test
    void takesInAThirdWorker_andForgetsItWhenItStops() throws Exception {
        Person alice = cluster.login("alice");
        Person bob = cluster.login("bob");
        Worker third = cluster.running().startWorker();
        long thirdId = cluster.running()
                .members()
                .member(third.port())
                .orElseThrow()
                .id()
                .value();

        Person carol = cluster.login("carol");
        assertThat(carol.port()).as("the newcomer is the least loaded").isEqualTo(third.port());
        for (Person other : List.of(alice, bob)) {
            List<SendReceipt> there = Person.allStored(other.sendMany("carol", 50, other.name()));
            carol.hasSeenExactly(other, there, other.name());
            List<SendReceipt> back = Person.allStored(carol.sendMany(other.name(), 50, "back"));
            other.hasSeenExactly(carol, back, "back");
        }
        awaitLinks(thirdId, 2);

        third.close();

        await().atMost(Person.LIMIT).until(() -> !cluster.running().members().isMember(third.port()));
        await().atMost(Person.LIMIT).until(carol::isOnline);
        assertThat(carol.port()).isNotEqualTo(third.port());
        List<SendReceipt> after = Person.allStored(alice.sendMany("carol", 50, "after"));
        await().atMost(Person.LIMIT)
                .untilAsserted(() -> assertThat(carol.shownFrom(alice)).hasSize(100));
        assertThat(carol.shownFrom(alice).get(99)).isEqualTo(after.get(49).seq() + " after49");
    }

    /** The workers say so in their logs when a link to a peer comes up. */
    private static void awaitLinks(long peer, int links) {
        await().atMost(Person.LIMIT).until(() -> {
            int up = 0;
            for (int i = 0; i < 2; i++) {
                up += saysLinkUp(cluster.worker(i), peer) ? 1 : 0;
            }
            return up == links;
        });
    }

    private static boolean saysLinkUp(Worker worker, long peer) throws IOException {
        try (Stream<String> lines = Files.lines(worker.process().log())) {
            return lines.anyMatch(line -> line.contains("up") && line.contains(peer + "@"));
        }
    }
}
