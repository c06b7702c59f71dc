package io.yizhan.server.state.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.StateUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisDataException;

class GatheredCallsTest {
    private static final LuaScript SCRIPT = LuaScript.load("seen");

    /** The names of the scripts of each round trip, and its answer to come. */
    private final List<List<String>> trips = new ArrayList<>();

    private final List<List<String>> arguments = new ArrayList<>();
    private final List<CompletableFuture<List<Object>>> answers = new ArrayList<>();
    private final AtomicLong now = new AtomicLong();
    private final GatheredCalls calls = new GatheredCalls(this::trip, Duration.ofSeconds(1), now::get);

    private synchronized CompletionStage<List<Object>> trip(String what, List<ScriptCall> scripts) {
        arguments.add(scripts.get(scripts.size() - 1).arguments());
        trips.add(scripts.stream().map(script -> script.keys().get(0)).toList());
        answers.add(new CompletableFuture<>());
        return answers.get(answers.size() - 1);
    }

    private CompletableFuture<List<Object>> ask(String... names) {
        return calls.run(
                        "Asking",
                        Arrays.stream(names)
                                .map(name -> new ScriptCall(SCRIPT, List.of(name), List.of()))
                                .toList(),
                        List.of())
                .toCompletableFuture();
    }

    /** Each script's answer is its name. */
    private void answer(int trip) {
        answers.get(trip).complete(new ArrayList<>(trips.get(trip)));
    }

    @Test
    void goesAtOnce_whereNothingIsUnderWay_andOtherwiseWithTheNext() {
        CompletableFuture<List<Object>> first = ask("a");
        CompletableFuture<List<Object>> second = ask("b", "c");
        CompletableFuture<List<Object>> third = ask("d");
        assertThat(trips).containsExactly(List.of("a"));

        answer(0);
        assertThat(first.join()).containsExactly("a");
        assertThat(trips).containsExactly(List.of("a"), List.of("b", "c", "d"));
        answer(1);
        assertThat(second.join()).containsExactly("b", "c");
        assertThat(third.join()).containsExactly("d");

        ask("e");
        assertThat(trips).hasSize(3).endsWith(List.of("e"));
    }

    @Test
    void takesNoMoreThanAHundredOrSoAtOnce() {
        ask("first");
        List<CompletableFuture<List<Object>>> all =
                IntStream.range(0, 100).mapToObj(i -> ask(i + "a", i + "b")).toList();
        answer(0);
        answer(1);
        answer(2);

        assertThat(trips).extracting(List::size).containsExactly(1, 128, 72);
        assertThat(all).allSatisfy(one -> assertThat(one).isCompleted());
    }

    /** Behind all: who saves a mark between a move and its note has read what was there before. */
    @Test
    void notesOnce_behindAllThatMoved_whatIsToBeSaved() {
        UnsavedMark alice = UnsavedMark.seen(new UserId("alice"), new DeviceId("phone"));
        UnsavedMark bob = UnsavedMark.seen(new UserId("bob"), new DeviceId("phone"));
        ask("first");
        CompletableFuture<List<Object>> a = move("a", alice);
        CompletableFuture<List<Object>> b = move("b", bob);
        CompletableFuture<List<Object>> again = move("c", alice);
        answer(0);
        answer(1);

        assertThat(trips).endsWith(List.of("a", "b", "c", "im:unsaved"));
        assertThat(arguments).endsWith(List.of("3000", alice.text(), bob.text()));
        assertThat(a.join()).containsExactly("a");
        assertThat(b.join()).containsExactly("b");
        assertThat(again.join()).containsExactly("c");
    }

    private CompletableFuture<List<Object>> move(String name, UnsavedMark mark) {
        return calls.run("Moving", List.of(new ScriptCall(SCRIPT, List.of(name), List.of())), List.of(mark))
                .toCompletableFuture();
    }

    @Test
    void refusesNobody_becauseAScriptBesideWasRefused() {
        ask("first");
        CompletableFuture<List<Object>> bad = ask("bad");
        CompletableFuture<List<Object>> good = ask("good");
        answer(0);
        answers.get(1)
                .completeExceptionally(
                        new StateUnavailableException("Asking failed", new JedisDataException("WRONGTYPE")));
        assertThat(trips).endsWith(List.of("bad"), List.of("good"));
        answers.get(2)
                .completeExceptionally(
                        new StateUnavailableException("Asking failed", new JedisDataException("WRONGTYPE")));
        answer(3);

        assertThat(bad).isCompletedExceptionally();
        assertThat(good.join()).containsExactly("good");
    }

    @Test
    void failsAll_whereRedisDoesNotAnswer_andGoesOnWithTheNext() {
        CompletableFuture<List<Object>> first = ask("a");
        CompletableFuture<List<Object>> second = ask("b");
        answers.get(0).completeExceptionally(new StateUnavailableException("Gone", new IllegalStateException()));

        assertThat(first).isCompletedExceptionally();
        answer(1);
        assertThat(second.join()).containsExactly("b");
    }

    @Test
    void runsNothingThatHasWaitedTooLong() {
        ask("a");
        CompletableFuture<List<Object>> late = ask("b");
        now.set(TimeUnit.SECONDS.toNanos(2));
        CompletableFuture<List<Object>> fresh = ask("c");
        answer(0);

        assertThat(late).isCompletedExceptionally();
        assertThat(trips).endsWith(List.of("c"));
        answer(1);
        assertThat(fresh.join()).containsExactly("c");
    }

    @Test
    void refusesMoreThanCanWait() {
        ask("a");
        AtomicInteger refused = new AtomicInteger();
        IntStream.range(0, 16_385).forEach(i -> refused.addAndGet(ask("b").isCompletedExceptionally() ? 1 : 0));
        assertThat(refused).hasValue(1);
    }

    @Test
    void losesNoneOfThoseWhoAskAtOnce() {
        GatheredCalls busy = new GatheredCalls(
                (what, scripts) -> CompletableFuture.supplyAsync(() -> new ArrayList<>(
                        scripts.stream().map(one -> one.keys().get(0)).toList())),
                Duration.ofSeconds(60),
                System::nanoTime);
        List<CompletableFuture<Boolean>> all = IntStream.range(0, 20_000)
                .parallel()
                .mapToObj(i -> busy.run(
                                "Asking", List.of(new ScriptCall(SCRIPT, List.of("k" + i), List.of())), List.of())
                        .thenApply(found -> found.equals(List.of("k" + i)))
                        .toCompletableFuture())
                .toList();
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .orTimeout(60, TimeUnit.SECONDS)
                .handle((done, failure) -> done)
                .join();
        assertThat(all.stream().filter(one -> !one.isCompletedExceptionally()).toList())
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.join()).isTrue());
    }
}
