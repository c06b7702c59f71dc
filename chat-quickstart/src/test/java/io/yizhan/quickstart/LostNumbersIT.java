package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.client.outbox.SendReceipt;
import io.yizhan.identity.SequenceNumber;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Redis is emptied under load: counters, sessions, tokens, and what was sent are gone. */
class LostNumbersIT {
    private static final int BEFORE = 200;
    private static final int AFTER = 500;
    private static final int MOST = 50_000;
    private static final int WINDOW = 64;

    @RegisterExtension
    static final TestCluster cluster = new TestCluster(2);

    private final AtomicBoolean emptied = new AtomicBoolean();

    @Test
    void givesNoNumberTwice_andLosesAndRepeatsNothing_whenRedisIsEmptiedUnderLoad() throws Exception {
        Person alice = cluster.login("alice");
        Person bob = cluster.login("bob");
        CompletableFuture<List<SendReceipt>> sending = CompletableFuture.supplyAsync(() -> send(alice, bob));
        await().atMost(Person.LIMIT).until(() -> bob.shownCount() > BEFORE);

        assertThat(cluster.inRedis(redis -> Stream.of(redis.flushAll()))).containsOnly("OK");
        emptied.set(true);
        List<SendReceipt> receipts = sending.get(2, TimeUnit.MINUTES);

        List<Long> numbers = receipts.stream().map(SendReceipt::seq).toList();
        assertThat(new HashSet<>(numbers)).as("different numbers").hasSameSizeAs(numbers);
        assertThat(numbers.stream().map(SequenceNumber::epoch).distinct()).containsExactlyInAnyOrder(0L, 1L);
        await().atMost(Person.LIMIT)
                .untilAsserted(() -> assertThat(bob.shownFrom(alice)).hasSizeGreaterThanOrEqualTo(numbers.size()));
        assertThat(bob.shownFrom(alice))
                .containsExactlyElementsOf(IntStream.range(0, numbers.size())
                        .boxed()
                        .sorted(Comparator.comparing(numbers::get))
                        .map(i -> numbers.get(i) + " text" + i)
                        .toList());
    }

    /** Sends, a few at a time, until some were sent after Redis was emptied. */
    private List<SendReceipt> send(Person from, Person to) {
        Semaphore window = new Semaphore(WINDOW);
        List<CompletableFuture<SendReceipt>> answers = new ArrayList<>();
        try {
            for (int after = 0; after < AFTER && answers.size() < MOST; after += emptied.get() ? 1 : 0) {
                window.acquire();
                answers.add(from.client()
                        .send(to.name(), "text" + answers.size())
                        .whenComplete((stored, failure) -> window.release()));
            }
            return Person.allStored(answers);
        } catch (Exception e) {
            throw new AssertionError("Not all was stored", e);
        }
    }
}
