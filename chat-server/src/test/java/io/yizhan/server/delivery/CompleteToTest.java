package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.ANN;
import static io.yizhan.server.delivery.World.ANN_BOB;
import static io.yizhan.server.delivery.World.BOB;
import static io.yizhan.server.delivery.World.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Message;
import chat.v2.PullRequest;
import chat.v2.PullResponse;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.archive.MessageStore.Range;
import io.yizhan.server.state.Allocation;
import io.yizhan.server.state.NumberRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * Workers that stall anywhere between number and acknowledgement, a persister that lags, readers that pull at any time
 * and have tails declared empty, messages that come too late and are renumbered: whatever a page says holds nothing
 * holds nothing in the end, no acknowledged message is among it, and every message that was ever appended stands once.
 */
class CompleteToTest {
    private final World world = new World();
    private final StoredCatchUp catchUp = world.catchUp();
    private final Queue<LogRecord> queue = new ArrayDeque<>();
    private final List<Open> open = new ArrayList<>();
    private final Map<Long, Long> acknowledged = new HashMap<>();
    private final Set<Long> appended = new HashSet<>();
    private final List<Claim> claims = new ArrayList<>();
    private long nextId = 1;

    @RepeatedTest(50)
    void neverHidesAnAcknowledgedMessage(RepetitionInfo repetition) {
        long seed = 77_000L + repetition.getCurrentRepetition();
        Random random = new Random(seed);
        world.log.does(batch -> {
            queue.addAll(batch);
            return CompletableFuture.completedStage(null);
        });
        for (int step = 0; step < 600; step++) {
            step(random);
        }
        persist(Integer.MAX_VALUE);
        Map<Long, Long> rows = rows();
        assertThat(rows)
                .as("seed %d: every acknowledged message stands at its number", seed)
                .containsAllEntriesOf(acknowledged);
        assertThat(rows.values())
                .as("seed %d: every appended message stands once", seed)
                .containsExactlyInAnyOrderElementsOf(appended);
        assertThat(claims)
                .as("seed %d", seed)
                .isNotEmpty()
                .allSatisfy(claim -> assertThat(rows.keySet())
                        .as("seed %d: %s", seed, claim)
                        .filteredOn(claim::covers)
                        .isSubsetOf(claim.shown()));
        assertThat(acknowledged).as("seed %d: the run says something", seed).hasSizeGreaterThan(15);
    }

    private void step(Random random) {
        switch (random.nextInt(8)) {
            case 0, 1 -> open.add(ask());
            case 2, 3 -> append(random);
            case 4 -> persist(random.nextInt(8));
            case 5 -> pull(random, false);
            case 6 -> pull(random, true);
            default -> world.clock.go(random.nextInt(3_000));
        }
    }

    private Open ask() {
        long id = nextId++;
        NumberRequest request = new NumberRequest(ANN_BOB, ANN, PHONE, id, id, id << 22, world.clock.epochMs(), false);
        Deadline deadline = new DeadlineFactory(world.clock, Duration.ofSeconds(8)).toStore();
        Allocation.Fresh fresh = (Allocation.Fresh) world.sequencer
                .allocate(List.of(request))
                .toCompletableFuture()
                .join()
                .get(0);
        PendingSend send = new PendingSend(World.toBob(id, "text"), world.clock.nanos());
        return new Open(new Placed(send, request, fresh.place(), fresh.audience()), deadline);
    }

    /** Some are appended at once, some after a stall, some never; acknowledged only in time. */
    private void append(Random random) {
        if (open.isEmpty()) {
            return;
        }
        Open one = open.remove(random.nextInt(open.size()));
        if (random.nextInt(10) == 0) {
            return;
        }
        if (random.nextInt(20) == 0) {
            // stood still with the record on its way: others may have declared its number empty
            world.clock.go(random.nextInt(30_000));
            pull(random, false);
            world.clock.go(random.nextInt(30_000));
            pull(random, false);
        }
        queue.add(one.placed().record());
        appended.add(one.placed().place().messageId());
        if (random.nextInt(5) == 0) {
            world.clock.go(random.nextInt(4_000));
        }
        if (!one.deadline().passed()) {
            acknowledged.put(one.placed().place().seq(), one.placed().place().messageId());
        }
    }

    private void persist(int count) {
        for (int i = 0; i < count && !queue.isEmpty(); i++) {
            world.persist(List.of(queue.remove()));
        }
    }

    private void pull(Random random, boolean backwards) {
        long from = random.nextInt(3) == 0 ? 0 : random.nextInt((int) nextId);
        long to = random.nextInt(2) == 0 ? 0 : Math.max(1, from) + random.nextInt(20);
        PullResponse page = catchUp.pull(
                        BOB,
                        PullRequest.newBuilder()
                                .setConversationId(ANN_BOB.value())
                                .setFromSeq(from)
                                .setToSeq(to)
                                .setLimit(random.nextInt(30))
                                .setBackwards(backwards)
                                .build())
                .toCompletableFuture()
                .join();
        Set<Long> shown = new HashSet<>(
                page.getMessagesList().stream().map(Message::getSeq).toList());
        long smallest = shown.stream().mapToLong(seq -> seq).min().orElse(Math.max(1, from));
        long start = backwards && page.getMore() ? smallest : Math.max(1, from);
        assertThat(page.getCompleteToSeq()).isLessThanOrEqualTo(page.getHeadSeq());
        if (to > 0) {
            assertThat(page.getCompleteToSeq()).isLessThanOrEqualTo(to);
        }
        claims.add(new Claim(start, page.getCompleteToSeq(), shown));
    }

    private Map<Long, Long> rows() {
        Map<Long, Long> rows = new HashMap<>();
        world.store
                .read(new Range(ANN_BOB, 1, Long.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, false))
                .toCompletableFuture()
                .join()
                .messages()
                .forEach(message -> rows.put(message.getSeq(), message.getMessageId()));
        return rows;
    }

    private record Open(Placed placed, Deadline deadline) {}

    private record Claim(long from, long to, Set<Long> shown) {
        boolean covers(long seq) {
            return from <= seq && seq <= to;
        }
    }
}
