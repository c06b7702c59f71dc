package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.client.outbox.SendReceipt;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nobody writes messages to the database for a while; they are in the log all the same. */
@Tag("long")
class LatePersisterIT {
    private static final int WAITING = 1_000;

    @RegisterExtension
    static final TestCluster cluster = new TestCluster(2, "--persister.enabled=false");

    @Test
    void findsWhatWaited_whenThePersisterStartsLater_withNoFurtherMessage() throws Exception {
        Person alice = cluster.login("alice");
        List<SendReceipt> stored = Person.allStored(alice.sendMany("bob", WAITING, "m"));
        alice.close();
        Person bob = cluster.login("bob");
        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(3)).until(() -> bob.shownCount() == 0);

        Worker persister = cluster.running().startWorker("--persister.enabled=true");

        assertThat(persister.process().isAlive()).isTrue();
        bob.hasSeenExactly(alice, stored, "m");
    }
}
