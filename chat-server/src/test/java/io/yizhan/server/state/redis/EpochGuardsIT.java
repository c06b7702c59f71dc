package io.yizhan.server.state.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.embedded.EmbeddedRedis;
import io.yizhan.identity.SequenceNumber;
import io.yizhan.server.state.EpochRegister;
import io.yizhan.server.state.NumberRequest;
import io.yizhan.server.state.Stages;
import io.yizhan.server.state.StateUnavailableException;
import io.yizhan.server.state.memory.MemoryEpochRegister;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochGuardsIT {
    private static final int WORKERS = 4;
    private static final int CONVERSATIONS = 50;

    @TempDir
    static Path dir;

    private static EmbeddedRedis redis;

    private final EpochRegister register = new MemoryEpochRegister();

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start(dir, 0);
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @BeforeEach
    void empty() {
        try (NumberingWorker worker = worker(register)) {
            worker.client().flushAll();
        }
    }

    private static NumberingWorker worker(EpochRegister register) {
        return new NumberingWorker(redis, register, NumberingWorker.GUARDED);
    }

    private static Set<String> guards(NumberingWorker worker) {
        return ConversationKeys.guards().stream()
                .map(key -> String.valueOf(worker.client().get(key)))
                .collect(Collectors.toSet());
    }

    @Test
    void leavesOneGuard_whenSeveralWorkersFindNoneAtOnce() {
        List<NumberingWorker> workers = new ArrayList<>();
        try {
            for (int i = 0; i < WORKERS; i++) {
                workers.add(worker(register));
            }
            workers.get(0).number("g0");
            workers.get(0).client().flushAll();

            List<CompletionStage<List<Long>>> given = new ArrayList<>();
            for (NumberingWorker worker : workers) {
                List<NumberRequest> batch = new ArrayList<>();
                for (int i = 0; i < CONVERSATIONS; i++) {
                    batch.add(worker.request("g" + i, "device" + workers.indexOf(worker)));
                }
                given.add(CompletableFuture.supplyAsync(() ->
                        batch.stream().map(one -> worker.number(one).seq()).toList()));
            }

            List<Long> all =
                    given.stream().flatMap(one -> Stages.get(one).stream()).toList();
            assertThat(all.stream().map(seq -> SequenceNumber.epoch(seq))).containsOnly(1L);
            assertThat(all)
                    .hasSize(WORKERS * CONVERSATIONS)
                    .allMatch(seq -> (seq & 0xffff_ffffL) >= 1 && (seq & 0xffff_ffffL) <= WORKERS);
            assertThat(guards(workers.get(0)).stream().map(guard -> guard.split(" ", 3)[1]))
                    .containsOnly("1");
        } finally {
            workers.forEach(NumberingWorker::close);
        }
    }

    @Test
    void goesOnAboveTheArchive_whenRedisAndTheRegisterWereBothLost() {
        FakeArchive archive = new FakeArchive();
        archive.highestNumber(SequenceNumber.startOf(3) + 77);
        archive.away(true);
        try (NumberingWorker worker = new NumberingWorker(redis, register, archive, NumberingWorker.GUARDED)) {
            NumberRequest request = worker.request("g", "phone");
            assertThat(Stages.failure(worker.sequencer().allocate(List.of(request))))
                    .isInstanceOf(StateUnavailableException.class);
            archive.away(false);

            assertThat(worker.number(request).seq()).isEqualTo(SequenceNumber.startOf(4) + 1);
            int asked = archive.asked();
            worker.client().flushAll();
            assertThat(SequenceNumber.epoch(worker.number("g"))).isEqualTo(5);
            assertThat(archive.asked()).isEqualTo(asked);
        }
    }

    @Test
    void givesNothing_andFails_whileTheEpochCannotBeRaised_andGoesOnAfterwards() {
        RegisterThatGoesAway away = new RegisterThatGoesAway(register);
        try (NumberingWorker worker = worker(away)) {
            long before = worker.number("g");
            away.away = true;
            worker.client().flushAll();

            NumberRequest request = worker.request("g", "phone");
            assertThat(Stages.failure(worker.sequencer().allocate(List.of(request))))
                    .isInstanceOf(StateUnavailableException.class);
            assertThat(Stages.failure(worker.sequencer().heads(List.of(request.conversation()))))
                    .isInstanceOf(StateUnavailableException.class);
            assertThat(worker.client().keys("im:*")).isEmpty();

            away.away = false;
            assertThat(worker.number(request).seq()).isGreaterThan(before);
        }
    }

    @Test
    void setsNoGuard_byALookThatIsTooOld_ofAnotherServer_orForAnEarlierEpoch() {
        try (NumberingWorker worker = worker(register)) {
            worker.number("g");
            String key = ConversationKeys.guards().get(0);
            SeenGuard seen = look(worker, key);
            SeenGuard elsewhere = new SeenGuard(key, "0".repeat(40), "", 0, seen.atMicros());
            String longAgo = Long.toString(Long.parseLong(seen.atMicros()) - TimeUnit.SECONDS.toMicros(3));

            worker.client().del(key);
            assertThat(set(worker, elsewhere, 5)).isZero();
            assertThat(set(worker, new SeenGuard(key, seen.server(), "", 0, longAgo), 5))
                    .isZero();
            assertThat(worker.client().get(key)).isNull();

            worker.client().set(key, "0".repeat(40) + " 5 1");
            assertThat(set(worker, seen, 5)).isZero();
            assertThat(set(worker, seen, 6)).isOne();
            assertThat(set(worker, seen, 7)).as("it fits by now").isZero();
            assertThat(look(worker, key).epoch()).isEqualTo(6);
        }
    }

    private static SeenGuard look(NumberingWorker worker, String key) {
        ScriptCall call = LuaScript.load("guard-look").call(List.of(key), List.of());
        return SeenGuard.parse(key, (List<?>)
                Stages.get(worker.calls().run("Looking", List.of(call))).get(0));
    }

    private static long set(NumberingWorker worker, SeenGuard seen, long epoch) {
        ScriptCall call =
                LuaScript.load("guard-set").call(List.of(seen.key()), seen.toSet(epoch, Duration.ofSeconds(2)));
        return (Long) Stages.get(worker.calls().run("Setting", List.of(call))).get(0);
    }

    private static final class RegisterThatGoesAway implements EpochRegister {
        private final EpochRegister real;
        private volatile boolean away;

        RegisterThatGoesAway(EpochRegister real) {
            this.real = real;
        }

        @Override
        public Turn turn(Duration limit) {
            if (away) {
                throw new StateUnavailableException("No register", new IllegalStateException("Away"));
            }
            return real.turn(limit);
        }
    }
}
