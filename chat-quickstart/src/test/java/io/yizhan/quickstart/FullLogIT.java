package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.ErrorCode;
import io.yizhan.client.connection.ChatException;
import io.yizhan.client.outbox.SendReceipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nobody writes to the database, until the broker is about to delete what waits. */
@Tag("long")
class FullLogIT {
    private static final Duration KEPT = Duration.ofSeconds(10);

    @RegisterExtension
    static final TestCluster cluster =
            new TestCluster(1, "--persister.enabled=false", "--rocketmq.retention=" + KEPT.toSeconds() + "s");

    @Test
    void takesNoRecallsInEither_untilTheDatabaseHasCaughtUp() throws Exception {
        Person alice = cluster.login("alice");
        Worker persister = cluster.running().startWorker("--persister.enabled=true");
        SendReceipt sent = alice.client().send("bob", "stays for now").get(60, TimeUnit.SECONDS);
        await().atMost(Person.LIMIT).until(() -> stored(alice, sent) == 1);
        persister.close();

        alice.client().send("bob", "waits").get(60, TimeUnit.SECONDS);
        await().atMost(Person.LIMIT).until(FullLogIT::aWorkerRefusesSends);

        assertThat(alice.client().recall(sent.conversationId(), sent.seq()))
                .failsWithin(Person.LIMIT)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(ChatException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.OVERLOADED);
                    assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(5));
                });
        assertThat(alice.recalled()).isEmpty();

        cluster.running().startWorker("--persister.enabled=true");
        await().atMost(Person.LIMIT)
                .ignoreExceptions()
                .until(() ->
                        alice.client().recall(sent.conversationId(), sent.seq()).get(60, TimeUnit.SECONDS) == null);
    }

    private static int stored(Person person, SendReceipt sent) throws Exception {
        return person.client()
                .history(sent.conversationId(), sent.seq() + 1, 1)
                .get(60, TimeUnit.SECONDS)
                .messages()
                .size();
    }

    private static boolean aWorkerRefusesSends() throws IOException {
        try (Stream<Path> logs = Files.walk(cluster.running().logs())) {
            for (Path log : logs.filter(Files::isRegularFile).toList()) {
                if (Files.readString(log).contains("; sends are refused. Is the database up")) {
                    return true;
                }
            }
        }
        return false;
    }
}
