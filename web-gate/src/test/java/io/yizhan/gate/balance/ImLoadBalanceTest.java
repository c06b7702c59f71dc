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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class ImLoadBalanceTest {
    private static final UserId USER = new UserId("alice");
    private static final Duration UNSEEN = Duration.ofSeconds(2);

    private volatile long now = Long.MAX_VALUE - 1_000; // it overflows
    private final FakeView view = new FakeView();
    private final ImLoadBalance balance =
            new ImLoadBalance(view, new LeastLoaded(new SplittableRandom(7)), UNSEEN, () -> now);

    @Test
    void spreadsEvenly_whenTheReportsAreStale() {
        view.put(node(0, 0), node(1, 0), node(2, 0));

        Map<Long, Integer> chosen = assign(10_000);

        assertThat(chosen)
                .hasSize(3)
                .allSatisfy((id, count) -> assertThat(count).isBetween(3_333, 3_334));
    }

    @Test
    void fillsTheEmptierFirst_thenSpreads() {
        view.put(node(0, 900), node(1, 0), node(2, 600));

        Map<Long, Integer> chosen = assign(1_500);

        assertThat(chosen).containsExactly(Map.entry(0L, 100), Map.entry(1L, 1_000), Map.entry(2L, 400));
    }

    @Test
    void staysEven_whenReportsLagTwoSecondsBehind() {
        long[] sessions = new long[3];
        view.put(node(0, 0), node(1, 0), node(2, 0));
        List<long[]> history = new ArrayList<>();

        for (int i = 0; i < 10_000; i++) {
            sessions[(int) balance.assign(USER, Set.of()).orElseThrow().id().value()]++;
            if (i % 1_000 == 999) { // one report a second for 1,000 logins a second, of the state two reports ago
                history.add(sessions.clone());
                now += 1_000_000_000;
                if (history.size() > 2) {
                    report(history.get(history.size() - 3));
                }
            }
        }

        assertThat(max(sessions)).isLessThanOrEqualTo(min(sessions) * 12 / 10);
    }

    @Test
    void losesNoAssignment_whenManyThreadsChoose() throws Exception {
        view.put(node(0, 0), node(1, 0), node(2, 0));
        var threads = Executors.newFixedThreadPool(8);
        try {
            Callable<Map<Long, Integer>> work = () -> assign(1_500);
            Map<Long, Integer> total = new TreeMap<>();
            for (var part : threads.invokeAll(java.util.Collections.nCopies(8, work))) {
                part.get().forEach((id, count) -> total.merge(id, count, Integer::sum));
            }
            assertThat(total).containsExactly(Map.entry(0L, 4_000), Map.entry(1L, 4_000), Map.entry(2L, 4_000));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void countsFromTheReport_onceANodeReportsAnew() {
        view.put(node(0, 0), node(1, 50));
        assertThat(assign(50)).containsExactly(Map.entry(0L, 50));

        now += UNSEEN.toNanos();
        view.put(node(0, 10)); // of the 50 sent there only 10 are still logged in
        balance.changed(node(0, 10));

        assertThat(assign(40)).containsExactly(Map.entry(0L, 40));
    }

    @Test
    void countsOnWhatAReportCannotShowYet() {
        view.put(node(0, 0), node(1, 50));
        assertThat(assign(50)).containsExactly(Map.entry(0L, 50));
        now += UNSEEN.toNanos() / 2;

        view.put(node(0, 1)); // of the state before
        balance.changed(node(0, 1));

        assertThat(assign(50).get(1L)).isBetween(25, 26);
    }

    @Test
    void passesOverTheFull_andThoseItHasFilledItself() {
        view.put(limited(0, 8, 10), limited(1, 10, 10), limited(2, 90, 100));

        assertThat(assign(12)).containsExactly(Map.entry(0L, 2), Map.entry(2L, 10));
    }

    @Test
    void findsNobody_whenAllAreFull() {
        view.put(limited(0, 9, 10), limited(1, 12, 10));

        assertThat(balance.assign(USER, Set.of())).isPresent();
        assertThat(balance.assign(USER, Set.of())).isEmpty();
    }

    @Test
    void fillsByCapacity() {
        view.put(limited(0, 0, 1_000), limited(1, 0, 3_000));

        assertThat(assign(2_000)).containsExactly(Map.entry(0L, 500), Map.entry(1L, 1_500));
    }

    @Test
    void choosesEachOften_whenAllAreEqual() {
        Map<Long, Integer> first = new TreeMap<>();
        for (int i = 0; i < 300; i++) {
            view.put(node(0, 5), node(1, 5), node(2, 5));
            List.of(node(0, 5), node(1, 5), node(2, 5)).forEach(balance::changed);
            first.merge(balance.assign(USER, Set.of()).orElseThrow().id().value(), 1, Integer::sum);
        }
        assertThat(first).hasSize(3).allSatisfy((id, count) -> assertThat(count).isGreaterThan(60));
    }

    @Test
    void passesOverDrainingExcludedAndGone() {
        view.put(
                new ImNode(new Incarnation(new NodeId(0), 1), endpoint(), 0, NodeState.DRAINING),
                node(1, 0),
                node(2, 7),
                node(3, 0));
        view.remove(3);

        assertThat(balance.assign(USER, Set.of(new NodeId(1))).orElseThrow().id())
                .isEqualTo(new NodeId(2));
    }

    @Test
    void findsNobody_whenAllAreExcludedOrNoneIsThere() {
        assertThat(balance.assign(USER, Set.of())).isEmpty();
        view.put(node(4, 0));
        assertThat(balance.assign(USER, Set.of(new NodeId(4)))).isEmpty();
    }

    @Test
    void startsAtZero_whenANodeComesBackAsAnotherIncarnation() {
        view.put(node(0, 0), node(1, 100));
        assertThat(assign(90)).containsExactly(Map.entry(0L, 90));
        balance.left(node(0, 0));
        ImNode again = new ImNode(new Incarnation(new NodeId(0), 99), endpoint(), 0, NodeState.UP);
        view.put(again);
        balance.joined(again);

        assertThat(assign(90)).containsExactly(Map.entry(0L, 90));
    }

    private Map<Long, Integer> assign(int times) {
        Map<Long, Integer> chosen = new TreeMap<>();
        for (int i = 0; i < times; i++) {
            chosen.merge(balance.assign(USER, Set.of()).orElseThrow().id().value(), 1, Integer::sum);
        }
        return chosen;
    }

    private void report(long[] sessions) {
        for (int i = 0; i < sessions.length; i++) {
            ImNode reported = node(i, (int) sessions[i]);
            view.put(reported);
            balance.changed(reported);
        }
    }

    private static long max(long[] values) {
        return java.util.Arrays.stream(values).max().orElseThrow();
    }

    private static long min(long[] values) {
        return java.util.Arrays.stream(values).min().orElseThrow();
    }

    private static NodeEndpoint endpoint() {
        return new NodeEndpoint("127.0.0.1", 7000, 7001);
    }

    private static ImNode limited(long id, int load, int capacity) {
        return new ImNode(new Incarnation(new NodeId(id), 10 + id), endpoint(), load, capacity, NodeState.UP);
    }

    private static ImNode node(long id, int load) {
        return new ImNode(new Incarnation(new NodeId(id), 10 + id), endpoint(), load, NodeState.UP);
    }
}
