package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.KickReason;
import chat.v2.Platform;
import io.yizhan.embedded.EmbeddedRedis;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A whole cluster on a Redis Cluster of three masters. */
@Tag("long")
class RedisClusterIT {
    private static final int MESSAGES = 500;
    private static final int PAIRS = 6;
    private static final int RATE = 100;

    @RegisterExtension
    static final TestCluster cluster = TestCluster.onRedisCluster(2, "--client.login-policy=SINGLE_DEVICE");

    @Test
    void bringsMessagesAcrossWorkers_andKicksThere() throws Exception {
        Person alice = cluster.login("alice");
        Person bob = cluster.login("bob");
        assertThat(alice.port()).as("the gate spreads logins").isNotEqualTo(bob.port());

        bob.hasSeenExactly(alice, Person.allStored(alice.sendMany("bob", MESSAGES, "a")), "a");
        Person elsewhere = cluster.login("alice", Platform.WEB);

        await().atMost(Person.LIMIT).until(() -> alice.kicks().size() == 1);
        assertThat(alice.kicks().get(0).getReason()).isEqualTo(KickReason.LOGIN_ELSEWHERE);
        elsewhere.hasSeenExactly(bob, Person.allStored(bob.sendMany("alice", MESSAGES, "b")), "b");
    }

    @Test
    void losesNothing_whenOneMasterIsKilledAndComesBack() throws Exception {
        EmbeddedRedis master =
                cluster.running().middleware().redisServers().nodes().get(1);
        try (FaultRun run = new FaultRun(cluster, "master").pairs(PAIRS).talking(RATE)) {
            run.takeAway(master, Duration.ofSeconds(2), "one master away for 2 s");

            run.cleanVerdict();
        }
    }

    @Test
    void getsAlongWithTheRightsThatTheManualGives() throws Exception {
        LimitedUsers.chatOn(cluster);
    }
}
