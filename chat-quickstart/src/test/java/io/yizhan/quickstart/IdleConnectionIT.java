package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.client.outbox.SendReceipt;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two people who say nothing for many heartbeats. */
@Tag("long")
class IdleConnectionIT {
    @RegisterExtension
    static final TestCluster cluster = new TestCluster(2, "--client.heartbeat=3s");

    @Test
    void staysConnected_andStillDelivers() throws Exception {
        Person alice = cluster.login("alice");
        Person bob = cluster.login("bob");
        List<SendReceipt> before = Person.allStored(alice.sendMany("bob", 100, "before"));
        bob.hasSeenExactly(alice, before, "before");

        await().during(Duration.ofSeconds(20)).atMost(Duration.ofSeconds(25)).untilAsserted(() -> {
            assertThat(alice.disconnects()).isEmpty();
            assertThat(bob.disconnects()).isEmpty();
        });

        List<SendReceipt> after = Person.allStored(bob.sendMany("alice", 100, "after"));
        alice.hasSeenExactly(bob, after, "after");
    }
}
