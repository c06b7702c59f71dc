package io.yizhan.model;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.yizhan.model.Action.Kind;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.slf4j.LoggerFactory;

/**
 * Random scripts of what may happen to people, devices, workers and stores, played in virtual time with the real parts
 * of client and server. Whatever happens, the promises hold; a script that breaks one is made smaller and printed, and
 * {@code -Dmodel.script=...} plays it again. {@code -Dmodel.seconds=...} says for how long to try.
 */
class DeliveryModelTest {
    private static final Logger LOG = (Logger) LoggerFactory.getLogger("io.yizhan");

    /** What fails in a run is what is meant to fail; the history tells it. */
    @BeforeContainer
    static void beQuiet() {
        LOG.setLevel(Level.OFF);
    }

    @AfterContainer
    static void beAsBefore() {
        LOG.setLevel(null);
    }

    @AddLifecycleHook(Budget.class)
    @Property(tries = 1_000_000, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
    void keepsEveryPromise_whateverHappens(@ForAll("scripts") Script script) {
        new Play(script).run();
    }

    @Example
    void playsTheSameHistory_forTheSameScript() {
        Random random = new Random(7);
        for (int i = 0; i < 20; i++) {
            Script script = new Script(
                    i, scripts().generator(1_000).next(random).value().actions());
            assertThat(new Play(script).run()).isEqualTo(new Play(Script.parse(script.toString())).run());
        }
    }

    /** What is injected, and what has to follow from it here and there. */
    @Example
    void everythingHappens_inAFewHundredScripts() {
        Random random = new Random(11);
        Arbitrary<Kind> late = Arbitraries.of(
                Kind.SEND, Kind.BURST, Kind.BAD_LINK, Kind.ROCKETMQ, Kind.STOP_WORKER, Kind.CRASH_WORKER);
        Tally all = new Tally();
        for (int i = 0; i < 300; i++) {
            Play play = new Play(new Script(
                    i,
                    scripts(i < 200 ? kinds() : late)
                            .generator(1_000)
                            .next(random)
                            .value()
                            .actions()));
            play.run();
            all.add(play.tally());
        }
        assertThat(all.missing()).as("of all that happens: %s", all).isEmpty();
    }

    @Example
    void playsOneScriptAgain() {
        Optional<String> script = Optional.ofNullable(System.getProperty("model.script"));
        Assume.that(script.isPresent());
        System.out.println(new Play(Script.parse(script.orElseThrow())).run());
    }

    @Provide
    Arbitrary<Script> scripts() {
        return scripts(kinds());
    }

    private static Arbitrary<Script> scripts(Arbitrary<Kind> kinds) {
        Arbitrary<Integer> pauses = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.integers().between(0, 400)),
                Tuple.of(1, Arbitraries.integers().between(400, 12_000)));
        Arbitrary<Action> actions = Combinators.combine(
                        kinds,
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.integers().between(0, 99),
                        pauses)
                .as(Action::new);
        return Combinators.combine(
                        Arbitraries.longs(), actions.list().ofMinSize(1).ofMaxSize(60))
                .as(Script::new);
    }

    private static Arbitrary<Kind> kinds() {
        return Arbitraries.frequency(
                Tuple.of(20, Kind.SEND),
                Tuple.of(4, Kind.BURST),
                Tuple.of(3, Kind.RECALL),
                Tuple.of(4, Kind.LOSE_CONNECTION),
                Tuple.of(2, Kind.STALL),
                Tuple.of(3, Kind.BAD_LINK),
                Tuple.of(2, Kind.CRASH_CLIENT),
                Tuple.of(1, Kind.CRASH_CLIENT_AND_STORE),
                Tuple.of(3, Kind.CRASH_WORKER),
                Tuple.of(2, Kind.STOP_WORKER),
                Tuple.of(2, Kind.MESH_LOSES),
                Tuple.of(3, Kind.REDIS),
                Tuple.of(2, Kind.REDIS_FORGETS),
                Tuple.of(2, Kind.DATABASE),
                Tuple.of(3, Kind.ROCKETMQ),
                Tuple.of(3, Kind.PERSISTER));
    }
}
