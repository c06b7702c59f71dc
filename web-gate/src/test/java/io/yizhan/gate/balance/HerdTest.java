package io.yizhan.gate.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.discovery.ImNode;
import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.discovery.NodeState;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * 10,000 logins within 10 s through several gates that see the workers' reports late, in a simulation: a storm that
 * must not run to one worker after the other.
 */
class HerdTest {
    private static final int LOGINS = 10_000;
    private static final long SECOND = 1_000_000_000L;
    private static final long STORM = 10 * SECOND;
    private static final int WORKERS = 4;
    private static final int SEEDS = 20;

    private long now;

    @ParameterizedTest
    @CsvSource({
        "1, 300", "1, 2000", "3, 300", "3, 1000", "3, 2000", "10, 500",
    })
    void spreadsAStormEvenly_howeverManyGatesThereAre(int gates, int reportsLateMs) {
        for (int seed = 0; seed < SEEDS; seed++) {
            int[] sessions = storm(gates, reportsLateMs * 1_000_000L, new Random(seed));

            int most = Arrays.stream(sessions).max().orElseThrow();
            int least = Arrays.stream(sessions).min().orElseThrow();
            assertThat(Arrays.stream(sessions).sum()).isEqualTo(LOGINS);
            assertThat((double) most / least)
                    .as("seed %d: %s", seed, Arrays.toString(sessions))
                    .isLessThanOrEqualTo(1.2);
        }
    }

    private record Gate(FakeView view, ImLoadBalance balance) {
        void hears(ImNode report) {
            view.put(report);
            balance.changed(report);
        }
    }

    private record Report(long arrives, ImNode node) {}

    /** How many sessions each worker has in the end. */
    private int[] storm(int count, long late, Random random) {
        Strategies strategies = new Strategies(random, () -> count);
        List<Gate> gates = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FakeView view = new FakeView();
            for (int worker = 0; worker < WORKERS; worker++) {
                view.put(node(worker, 0));
            }
            gates.add(new Gate(
                    view, new ImLoadBalance(view, strategies.open("LEAST_LOADED"), Duration.ofSeconds(2), () -> now)));
        }
        int[] sessions = new int[WORKERS];
        PriorityQueue<Report> reports = new PriorityQueue<>((a, b) -> Long.compare(a.arrives(), b.arrives()));
        TreeMap<Long, Integer> reporting = new TreeMap<>();
        for (int worker = 0; worker < WORKERS; worker++) {
            for (long at = random.nextLong(SECOND / 2) * WORKERS + worker;
                    at < STORM * WORKERS;
                    at += SECOND / 2 * WORKERS) {
                reporting.put(at, worker); // twice a second, each at a moment of its own
            }
        }
        long[] logins = random.longs(LOGINS, 0, STORM).sorted().toArray();
        for (long login : logins) {
            while (!reporting.isEmpty() && reporting.firstKey() <= login * WORKERS) {
                var next = reporting.pollFirstEntry();
                reports.add(
                        new Report(next.getKey() / WORKERS + late, node(next.getValue(), sessions[next.getValue()])));
            }
            while (!reports.isEmpty() && reports.peek().arrives() <= login) {
                Report report = reports.remove();
                now = report.arrives();
                gates.forEach(gate -> gate.hears(report.node()));
            }
            now = login;
            Gate gate = gates.get(random.nextInt(count));
            sessions[
                    (int) gate.balance()
                            .assign(new UserId("u"), Set.of())
                            .orElseThrow()
                            .id()
                            .value()]++;
        }
        return sessions;
    }

    private static ImNode node(int id, int load) {
        return new ImNode(
                new Incarnation(new NodeId(id), 10 + id),
                new NodeEndpoint("127.0.0.1", 7000, 7001),
                load,
                NodeState.UP);
    }
}
