package io.yizhan.server.state.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.embedded.EmbeddedRedis;
import io.yizhan.embedded.LoopbackPorts;
import io.yizhan.identity.SequenceNumber;
import io.yizhan.server.state.Allocation;
import io.yizhan.server.state.EpochRegister;
import io.yizhan.server.state.NumberRequest;
import io.yizhan.server.state.Stages;
import io.yizhan.server.state.memory.MemoryEpochRegister;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis loses what it has given out: no number comes twice, and none below an earlier one. */
class LostMemoryIT {
    private static final long EPOCH = SequenceNumber.startOf(1);
    private static final int KEPT = 101;
    private static final int LOST = 37;

    @TempDir
    Path dir;

    private final EpochRegister register = new MemoryEpochRegister();
    private EmbeddedRedis redis;

    @BeforeEach
    void start() {
        redis = EmbeddedRedis.start(dir.resolve("first"), 0);
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    private NumberingWorker worker(EmbeddedRedis at) {
        return new NumberingWorker(at, register, NumberingWorker.GUARDED);
    }

    private static void isAscending(List<Long> numbers) {
        assertThat(numbers).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void goesOnInANewEpoch_afterFlushAll() {
        try (NumberingWorker worker = worker(redis)) {
            List<Long> given = worker.numbers("g", KEPT);
            worker.client().flushAll();
            given.addAll(worker.numbers("g", LOST));

            isAscending(given);
            assertThat(given.get(KEPT)).isEqualTo(EPOCH + 1);
        }
    }

    @Test
    void goesOnInANewEpoch_andRemembersWhatItSent_afterARestartWithItsData() {
        try (NumberingWorker worker = worker(redis)) {
            List<Long> given = worker.numbers("g", KEPT);
            NumberRequest last = worker.request("g", "phone");
            given.add(worker.number(last).seq());
            redis.restart();

            List<Allocation> again = new ArrayList<>();
            await().ignoreExceptions()
                    .until(() -> again.addAll(Stages.get(worker.sequencer().allocate(List.of(last)))));
            given.addAll(worker.numbers("g", LOST));

            assertThat(again.get(0))
                    .isInstanceOfSatisfying(
                            Allocation.Pending.class,
                            pending -> assertThat(pending.place().seq()).isEqualTo(KEPT + 1));
            isAscending(given);
        }
    }

    @Test
    void goesOnInANewEpoch_afterARestartWithoutItsData() {
        try (NumberingWorker worker = worker(redis)) {
            List<Long> given = worker.numbers("g", KEPT);
            redis.restartEmpty();
            await().ignoreExceptions().until(() -> given.add(worker.number("g")));
            given.addAll(worker.numbers("g", LOST));

            isAscending(given);
        }
    }

    @Test
    void givesNoNumberTwice_whenAReplicaThatLagsIsPromoted() throws IOException {
        isAscending(numbersOverAPromotion(NumberingWorker.GUARDED));
    }

    @Test
    void wouldGiveEachLostNumberTwice_withoutTheGuard() throws IOException {
        List<Long> given = numbersOverAPromotion(NumberingWorker.UNGUARDED);

        assertThat(given.size() - new HashSet<>(given).size()).isEqualTo(LOST);
    }

    /** What senders were told, in order, over a failover to a replica that lacks the last numbers. */
    private List<Long> numbersOverAPromotion(String guard) throws IOException {
        try (EmbeddedRedis replica = EmbeddedRedis.start(dir.resolve("second"), 0);
                NumberingWorker before = new NumberingWorker(redis, register, guard);
                NumberingWorker after = new NumberingWorker(replica, register, guard)) {
            List<Long> given = before.numbers("g", KEPT);
            follow(replica, redis, before);
            replica.replicate(LoopbackPorts.free());
            given.addAll(before.numbers("g", LOST));
            redis.kill();
            replica.promote();
            given.addAll(after.numbers("g", LOST));
            return given;
        }
    }

    @Test
    void givesNoNumberTwice_whenTheFirstMasterComesBackAndIsPromotedAgain() throws IOException {
        try (EmbeddedRedis second = EmbeddedRedis.start(dir.resolve("second"), 0);
                NumberingWorker atFirst = worker(redis);
                NumberingWorker atSecond = worker(second)) {
            List<Long> given = atFirst.numbers("g", KEPT);
            follow(second, redis, atFirst);
            second.promote();
            given.addAll(atSecond.numbers("g", KEPT));
            follow(redis, second, atSecond);
            redis.replicate(LoopbackPorts.free());
            given.addAll(atSecond.numbers("g", LOST));
            redis.promote();
            given.addAll(atFirst.numbers("g", LOST));

            isAscending(given);
            assertThat(given.get(given.size() - 1)).isEqualTo(2 * EPOCH + LOST);
        }
    }

    /** Returns when the replica has all that its master has. */
    private static void follow(EmbeddedRedis replica, EmbeddedRedis master, NumberingWorker atMaster) {
        replica.replicate(master.port());
        await().until(() ->
                field(atMaster, "slave0").contains("state=online,offset=" + field(atMaster, "master_repl_offset")));
    }

    private static String field(NumberingWorker worker, String name) {
        return worker.client()
                .info("replication")
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1))
                .findAny()
                .orElse("");
    }
}
