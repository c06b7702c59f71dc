package io.yizhan.server.state.redis;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.embedded.EmbeddedRedisCluster;
import io.yizhan.identity.SequenceNumber;
import io.yizhan.server.state.StateUnavailableException;
import io.yizhan.server.state.memory.MemoryEpochRegister;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One master of a Redis Cluster is killed, others go on. */
class ClusterMasterIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final List<String> CONVERSATIONS =
            IntStream.range(0, 60).mapToObj(i -> "g" + i).toList();

    @TempDir
    static Path dir;

    private static EmbeddedRedisCluster redis;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedisCluster.start(dir);
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @Test
    void givesNoNumberTwice_andRaisesTheEpochOfItsPartsOnly() {
        try (NumberingWorker worker = new NumberingWorker(
                redis.url(), new MemoryEpochRegister(), new FakeArchive(), NumberingWorker.GUARDED)) {
            Map<String, Long> before = numbers(worker);
            assertThat(before.values()).allMatch(number -> SequenceNumber.epoch(number) == 0);

            redis.masters().get(0).kill();
            Set<String> served = whoIsServed(worker);
            assertThat(served).as("the other two masters' parts").hasSizeBetween(20, 55);

            redis.masters().get(0).restart();
            Map<String, Long> after = new HashMap<>();
            for (String conversation : CONVERSATIONS) {
                await().atMost(LIMIT)
                        .ignoreExceptions()
                        .until(() -> after.put(conversation, worker.number(conversation)) == null);
            }

            assertThat(after).allSatisfy((conversation, number) -> {
                assertThat(number).isGreaterThan(before.get(conversation));
                assertThat(SequenceNumber.epoch(number)).isEqualTo(served.contains(conversation) ? 0 : 1);
            });
        }
    }

    private static Map<String, Long> numbers(NumberingWorker worker) {
        return CONVERSATIONS.stream().collect(toMap(Function.identity(), worker::number));
    }

    /** Those whose numbers are still given. */
    private static Set<String> whoIsServed(NumberingWorker worker) {
        Set<String> served = new HashSet<>();
        for (String conversation : CONVERSATIONS) {
            try {
                worker.number(conversation);
                served.add(conversation);
            } catch (CompletionException away) {
                assertThat(away).hasCauseInstanceOf(StateUnavailableException.class);
            }
        }
        return served;
    }
}
