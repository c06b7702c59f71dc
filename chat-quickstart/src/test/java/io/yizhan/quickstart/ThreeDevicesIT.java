package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.Message;
import chat.v2.Platform;
import io.yizhan.client.outbox.SendReceipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Three devices of one user go on and off while messages flow, and a worker is killed in between. */
class ThreeDevicesIT {
    private static final int COUNT = 1_000;
    private static final int LONGEST_STAY_MS = 1_200;

    @RegisterExtension
    static final TestCluster cluster = new TestCluster(2);

    private final long seed = System.nanoTime();
    private final AtomicBoolean flowing = new AtomicBoolean(true);
    private final Queue<Long> acknowledged = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<OwnDevice> devices = Stream.of(Platform.ANDROID, Platform.DESKTOP, Platform.IOS)
            .map(platform -> new OwnDevice("bob", platform, cluster.gate()))
            .toList();

    @AfterEach
    void close() {
        threads.shutdownNow();
        devices.forEach(OwnDevice::close);
    }

    @Test
    void endWithTheSameHistory_whateverTheyMissed_thoughAWorkerIsKilled() throws Exception {
        Person alice = cluster.login("alice");
        List<Future<OwnDevice>> moods = new ArrayList<>();
        for (int i = 0; i < devices.size(); i++) {
            moods.add(threads.submit(goOnAndOff(devices.get(i), new Random(seed + i))));
        }
        Future<List<SendReceipt>> sending = threads.submit(() -> Person.allStored(alice.sendMany("bob", COUNT, "m")));
        await().atMost(Person.LIMIT)
                .until(() -> devices.stream().allMatch(device -> device.shown().size() > 1));
        cluster.worker(1).process().kill();
        sending.get(2, TimeUnit.MINUTES).forEach(stored -> acknowledged.add(stored.messageId()));
        flowing.set(false);
        for (Future<OwnDevice> mood : moods) {
            mood.get(2, TimeUnit.MINUTES).awaitOnline();
        }

        List<Message> history = completeHistory(devices.get(0));
        assertThat(history.stream().map(Message::getMessageId))
                .as("seed %d", seed)
                .doesNotHaveDuplicates();
        assertThat(acknowledged).hasSizeGreaterThan(COUNT);
        for (OwnDevice device : devices) {
            hasShownAllOnce(device, history);
            assertThat(device.history("alice", 333)).isEqualTo(history);
        }
    }

    /** What is acknowledged is stored, but may reach the database, where the past is read, a little later. */
    private List<Message> completeHistory(OwnDevice device) {
        return await().atMost(Person.LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .until(
                        () -> device.history("alice", 100),
                        history -> history.stream()
                                .map(Message::getMessageId)
                                .collect(Collectors.toSet())
                                .containsAll(acknowledged));
    }

    /** Its own sends are shown by the others only. */
    private void hasShownAllOnce(OwnDevice device, List<Message> history) {
        List<Long> expected = history.stream()
                .filter(message -> !message.getFromDeviceId().equals(device.id()))
                .map(Message::getMessageId)
                .toList();
        await().atMost(Person.LIMIT)
                .untilAsserted(() -> assertThat(device.shown()).hasSizeGreaterThanOrEqualTo(expected.size()));
        assertThat(device.shown().stream().map(Message::getMessageId))
                .as("%s, seed %d", device.id(), seed)
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(device.shown().stream().map(Message::getSeq))
                .as("%s, seed %d", device.id(), seed)
                .isSorted();
    }

    /** Each time it is on it also says something; in the end it stays. */
    private Callable<OwnDevice> goOnAndOff(OwnDevice device, Random random) {
        return () -> {
            for (int round = 1; flowing.get(); round++) {
                device.on();
                stay(random);
                acknowledged.add(device.send("alice", device.id() + round)
                        .get(Person.LIMIT.toSeconds(), TimeUnit.SECONDS)
                        .messageId());
                device.off();
                stay(random);
            }
            device.on();
            return device;
        };
    }

    private static void stay(Random random) {
        await().pollDelay(Duration.ofMillis(50 + random.nextInt(LONGEST_STAY_MS)))
                .until(() -> true);
    }
}
