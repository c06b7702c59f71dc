package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.client.outbox.SendReceipt;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Workers come and go. */
@Tag("long")
class MembershipIT {
    /** Workers report their links every 5 s. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    @RegisterExtension
    static final TestCluster cluster = new TestCluster(2);

    @Test
    void takesInAThirdWorker_andForgetsItWhenItStops() throws Exception {
        Person alice = cluster.login("alice");
        Person bob = cluster.login("bob");
        Worker third = cluster.running().startWorker();
        long thirdId = idOf(third);
        Map<Long, String> linkedBoth = Map.of(idOf(cluster.worker(0)), "UP", idOf(cluster.worker(1)), "UP");

        Person carol = cluster.login("carol");
        assertThat(carol.port()).as("the newcomer is the least loaded").isEqualTo(third.port());
        for (Person other : List.of(alice, bob)) {
            List<SendReceipt> there = Person.allStored(other.sendMany("carol", 50, other.name()));
            carol.hasSeenExactly(other, there, other.name());
            List<SendReceipt> back = Person.allStored(carol.sendMany(other.name(), 50, "back"));
            other.hasSeenExactly(carol, back, "back");
        }
        await().atMost(Person.LIMIT)
                .pollInterval(LOOK)
                .untilAsserted(() -> assertThat(linksTo(thirdId)).isEqualTo(linkedBoth));

        third.close();

        await().atMost(Person.LIMIT).until(() -> !cluster.running().members().isMember(third.port()));
        await().atMost(Person.LIMIT)
                .pollInterval(LOOK)
                .untilAsserted(() -> assertThat(linksTo(thirdId)).isEmpty());
        assertThat(linksTo(idOf(cluster.worker(0)))).isEqualTo(Map.of(idOf(cluster.worker(1)), "UP"));
        await().atMost(Person.LIMIT).until(carol::isOnline);
        assertThat(carol.port()).isNotEqualTo(third.port());
        List<SendReceipt> after = Person.allStored(alice.sendMany("carol", 50, "after"));
        await().atMost(Person.LIMIT)
                .untilAsserted(() -> assertThat(carol.shownFrom(alice)).hasSize(100));
        assertThat(carol.shownFrom(alice).get(99)).isEqualTo(after.get(49).seq() + " after49");
    }

    /** What the gate tells its admin of the others' links to this worker: the worker that says so, and the state. */
    private static Map<Long, String> linksTo(long peer) throws IOException, InterruptedException {
        OutsideGate gate = new OutsideGate(cluster.gate());
        String token = gate.ticket(TestCluster.ADMIN, "membership").token();
        OutsideGate.Answer answer = gate.call("GET", "/api/v1/nodes", token, null);
        assertThat(answer.status()).isEqualTo(200);
        Map<Long, String> states = new HashMap<>();
        for (JsonNode node : answer.body().path("nodes")) {
            for (JsonNode link : node.path("links")) {
                if (link.path("peerId").asLong() == peer) {
                    states.put(node.path("id").asLong(), link.path("state").asString());
                }
            }
        }
        return states;
    }

    private static long idOf(Worker worker) {
        return cluster.running()
                .members()
                .member(worker.port())
                .orElseThrow()
                .id()
                .value();
    }
}
