package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.client.outbox.SendReceipt;
import io.yizhan.identity.Incarnation;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A worker is stopped for longer than its ZooKeeper session lasts, as by a long pause of the machine, and goes on. */
class SessionExpiryIT {
    @RegisterExtension
    static final TestCluster cluster = new TestCluster(2);

    @Test
    void registersAgain_andKeepsItsClients() throws Exception {
        Person alice = cluster.login("alice");
        Person bob = cluster.login("bob");
        assertThat(alice.port()).isNotEqualTo(bob.port());
        Worker paused = cluster.workerOf(bob);
        Incarnation before = incarnation(paused);

        signal(paused, "-STOP");
        await().atMost(Person.LIMIT).until(() -> !cluster.running().members().isMember(paused.port()));
        List<SendReceipt> meanwhile = Person.allStored(alice.sendMany("bob", 10, "m"));
        signal(paused, "-CONT");

        await().atMost(Person.LIMIT).until(() -> cluster.running().members().isMember(paused.port()));
        assertThat(incarnation(paused).node()).isNotEqualTo(before.node());
        assertThat(incarnation(paused).epoch()).isGreaterThan(before.epoch());
        bob.hasSeenExactly(alice, meanwhile, "m");
        List<SendReceipt> back = Person.allStored(bob.sendMany("alice", 10, "b"));
        alice.hasSeenExactly(bob, back, "b");
        assertThat(alice.disconnects()).isEmpty();
        assertThat(bob.disconnects()).isEmpty();
    }

    private static Incarnation incarnation(Worker worker) {
        return cluster.running().members().member(worker.port()).orElseThrow().incarnation();
    }

    private static void signal(Worker worker, String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder(
                        "kill", signal, Long.toString(worker.process().pid()))
                .start();
        assertThat(kill.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(kill.exitValue()).isZero();
    }
}
