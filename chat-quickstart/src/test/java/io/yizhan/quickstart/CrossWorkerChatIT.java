package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.client.outbox.SendReceipt;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two people on two workers. */
class CrossWorkerChatIT {
    private static final int EACH = 10_000;

    @RegisterExtension
    static final TestCluster cluster = new TestCluster(2);

    @Test
    void bringsTenThousandMessagesBothWaysAtOnce_onceAndInOrder() throws Exception {
        Person alice = cluster.login("alice");
        Person bob = cluster.login("bob");
        assertThat(alice.port()).as("the gate spreads logins").isNotEqualTo(bob.port());

        CompletableFuture<List<SendReceipt>> fromBob = CompletableFuture.supplyAsync(() -> sendAll(bob, alice, "b"));
        List<SendReceipt> fromAlice = sendAll(alice, bob, "a");

        bob.hasSeenExactly(alice, fromAlice, "a");
        alice.hasSeenExactly(bob, fromBob.get(2, TimeUnit.MINUTES), "b");
        assertThat(alice.disconnects()).isEmpty();
        assertThat(bob.disconnects()).isEmpty();
        long last = fromAlice.get(EACH - 1).seq();
        await().atMost(Person.LIMIT)
                .untilAsserted(() -> assertThat(alice.receipts())
                        .anySatisfy(
                                receipt -> assertThat(receipt.getDeliveredSeq()).isGreaterThanOrEqualTo(last)));
    }

    private static List<SendReceipt> sendAll(Person from, Person to, String prefix) {
        try {
            return Person.allStored(from.sendMany(to.name(), EACH, prefix));
        } catch (Exception e) {
            throw new AssertionError("Not all was stored", e);
        }
    }
}
