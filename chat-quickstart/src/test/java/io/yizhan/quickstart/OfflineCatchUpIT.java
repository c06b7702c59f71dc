package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.client.outbox.SendReceipt;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Someone who was away finds what waited. */
class OfflineCatchUpIT {
    private static final int WAITING = 1_000;

    @RegisterExtension
    static final TestCluster cluster = new TestCluster(2);

    @Test
    void findsAThousandMessages_onAnotherWorker_inOrder() throws Exception {
        Person alice = cluster.login("alice");
        List<SendReceipt> stored = Person.allStored(alice.sendMany("bob", WAITING, "m"));

        Person bob = cluster.login("bob");

        assertThat(bob.port()).isNotEqualTo(alice.port());
        bob.hasSeenExactly(alice, stored, "m");
    }
}
