package io.yizhan.gate.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yizhan.discovery.ImNode;
import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.discovery.NodeState;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.UserId;
import io.yizhan.settings.BalanceChoice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrategiesTest {
    private static final UserId ALICE = new UserId("alice");

    private int gates = 1;
    private final Strategies strategies = new Strategies(new Random(5), () -> gates);

    private static Candidate candidate(long id, int load, int capacity) {
        return new Candidate(
                new ImNode(
                        new Incarnation(new NodeId(id), 10 + id),
                        new NodeEndpoint("127.0.0.1", 7000, 7001),
                        load,
                        capacity,
                        NodeState.UP),
                load);
    }

    private Map<Long, Integer> choose(String strategy, int times, Candidate... candidates) {
        BalanceStrategy open = strategies.open(strategy);
        Map<Long, Integer> chosen = new HashMap<>();
        for (int i = 0; i < times; i++) {
            chosen.merge(open.choose(List.of(candidates), ALICE).node().id().value(), 1, Integer::sum);
        }
        return chosen;
    }

    @ParameterizedTest
    @ValueSource(strings = {"LEAST_LOADED", "TWO_CHOICES", "WEIGHTED", "ROUND_ROBIN", "CONSISTENT_HASH"})
    void takesTheOnlyOneThereIs(String strategy) {
        assertThat(choose(strategy, 3, candidate(7, 90, 100))).containsExactly(Map.entry(7L, 3));
    }

    @Test
    void takesTheLeastLoaded_whileThisGateIsAlone_andTheBetterOfTwoAmongOthers() {
        Candidate[] three = {candidate(0, 5, 0), candidate(1, 3, 0), candidate(2, 9, 0)};
        assertThat(choose("LEAST_LOADED", 300, three)).containsOnlyKeys(1L);

        gates = 2;

        assertThat(choose("LEAST_LOADED", 300, three)).containsOnlyKeys(0L, 1L);
        assertThat(choose("TWO_CHOICES", 300, three)).containsOnlyKeys(0L, 1L);
    }

    @Test
    void weighsByThePlacesThatAreLeft() {
        Map<Long, Integer> chosen =
                choose("WEIGHTED", 4_000, candidate(0, 0, 300), candidate(1, 200, 300), candidate(2, 300, 300));

        assertThat(chosen.get(0L)).isBetween(2_800, 3_150);
        assertThat(chosen.get(1L)).isBetween(850, 1_150);
        assertThat(chosen.getOrDefault(2L, 0)).isLessThan(60);
    }

    @Test
    void takesOneAfterTheOther_alsoWhenSomeComeAndGo() {
        BalanceStrategy robin = strategies.open("ROUND_ROBIN");
        List<Candidate> all = List.of(candidate(0, 0, 0), candidate(3, 9, 0), candidate(5, 0, 0));
        assertThat(List.of(id(robin, all), id(robin, all), id(robin, all), id(robin, all)))
                .containsExactly(0L, 3L, 5L, 0L);

        assertThat(id(robin, all.subList(2, 3))).isEqualTo(5);
        assertThat(id(robin, all)).isZero();
    }

    private static long id(BalanceStrategy strategy, List<Candidate> candidates) {
        return strategy.choose(candidates, ALICE).node().id().value();
    }

    @Test
    void keepsUsersWhereTheyAre_whenAWorkerGoes() {
        BalanceStrategy hash = strategies.open("CONSISTENT_HASH");
        BalanceStrategy elsewhere = new Strategies(new Random(9), () -> 3).open("CONSISTENT_HASH");
        List<Candidate> four = List.of(candidate(0, 0, 0), candidate(1, 0, 0), candidate(2, 0, 0), candidate(3, 0, 0));
        List<Candidate> three = four.subList(0, 3);
        Map<Long, Integer> shares = new HashMap<>();
        for (int i = 0; i < 4_000; i++) {
            UserId user = new UserId("user-" + i);
            Candidate before = hash.choose(four, user);
            shares.merge(before.node().id().value(), 1, Integer::sum);
            assertThat(elsewhere.choose(four, user)).isEqualTo(before);
            if (three.contains(before)) {
                assertThat(hash.choose(three, user)).isEqualTo(before);
            }
        }
        assertThat(shares)
                .hasSize(4)
                .allSatisfy((id, share) -> assertThat(share).isBetween(900, 1_100));
    }

    /** Takes the last. */
    public static final class Last implements BalanceStrategy {
        @Override
        public Candidate choose(List<Candidate> candidates, UserId user) {
            return candidates.get(candidates.size() - 1);
        }
    }

    @Test
    void takesOneOfOnesOwn_andFollowsWhatTheClusterNames() {
        ChosenStrategy chosen = new ChosenStrategy(strategies, new BalanceChoice("ROUND_ROBIN"));
        List<Candidate> two = List.of(candidate(0, 0, 0), candidate(1, 50, 0));
        assertThat(id(chosen, two)).isZero();

        chosen.follow(Optional.of(new BalanceChoice(Last.class.getName())));
        assertThat(List.of(id(chosen, two), id(chosen, two))).containsExactly(1L, 1L);

        chosen.follow(Optional.of(new BalanceChoice("org.example.NotThere")));
        assertThat(List.of(id(chosen, two), id(chosen, two))).as("as before").containsExactly(1L, 1L);

        chosen.follow(Optional.empty());
        assertThat(id(chosen, two)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"java.lang.String", "org.example.NotThere", "io.yizhan.gate.balance.LeastLoaded"})
    void refusesWhatCannotBeMadeAStrategy(String name) {
        assertThatThrownBy(() -> strategies.open(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }
}
