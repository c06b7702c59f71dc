package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.Content;
import chat.v2.ContentType;
import io.yizhan.client.SendToAll;
import io.yizhan.client.outbox.SendReceipt;
import io.yizhan.embedded.EmbeddedRedis;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** A cluster whose workers reach each other through Redis alone. */
@Tag("long")
class RedisTransportIT {
    private static final int MANY = 20;

    @RegisterExtension
    static final TestCluster cluster = new TestCluster(2, "--cluster.transport=REDIS");

    @Test
    void bringsMessagesToTheOtherWorker_andTellsInHowManyFrames() throws Exception {
        Person alice = cluster.login("alice");
        List<Person> others = new ArrayList<>();
        for (int number = 0; number < MANY; number++) {
            cluster.register("friend" + number);
            others.add(cluster.login("friend" + number));
        }
        List<Person> elsewhere =
                others.stream().filter(other -> other.port() != alice.port()).toList();
        assertThat(elsewhere).as("the gate spreads logins").isNotEmpty();
        Content content =
                Content.newBuilder().setType(ContentType.TEXT).setText("to all").build();

        SendToAll.Result result = alice.client()
                .sendToAll(others.stream().map(Person::name).toList(), content)
                .result()
                .get(Person.LIMIT.toSeconds(), TimeUnit.SECONDS);

        assertThat(result.failed()).isEmpty();
        assertThat(result.stored()).hasSize(MANY);
        for (Person other : others) {
            SendReceipt stored = result.stored().get(other.name());
            await().atMost(Person.LIMIT)
                    .untilAsserted(() -> assertThat(other.shownFrom(alice)).containsExactly(stored.seq() + " to all"));
        }
        await().atMost(Person.LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() ->
                        assertThat(sentBy(alice).path("recipients").asLong()).isGreaterThanOrEqualTo(elsewhere.size()));
        assertThat(sentBy(alice).path("frames").asLong())
                .isLessThanOrEqualTo(sentBy(alice).path("recipients").asLong());
    }

    @Test
    void losesNothing_whenRedisIsKilledAndComesBack() throws Exception {
        EmbeddedRedis redis = cluster.running().middleware().redis();
        try (FaultRun run = new FaultRun(cluster, "transport").pairs(4).talking(100)) {
            run.takeAway(redis, Duration.ofSeconds(2), "Redis away for 2 s");

            assertThat(run.cleanVerdict().recoveries()).isNotEmpty();
        }
    }

    /** What the gate tells its admin of the only link of this person's worker. */
    private static JsonNode sentBy(Person person) throws IOException, InterruptedException {
        OutsideGate gate = new OutsideGate(cluster.gate());
        String token = gate.ticket(TestCluster.ADMIN, "transport").token();
        OutsideGate.Answer answer = gate.call("GET", "/api/v1/nodes", token, null);
        assertThat(answer.status()).isEqualTo(200);
        for (JsonNode node : answer.body().path("nodes")) {
            if (node.path("port").asInt() == person.port()) {
                assertThat(node.path("links")).hasSize(1);
                assertThat(node.path("links").path(0).path("state").asString()).isEqualTo("UP");
                return node.path("links").path(0).path("sent");
            }
        }
        throw new AssertionError("No such worker: " + person.port());
    }
}
