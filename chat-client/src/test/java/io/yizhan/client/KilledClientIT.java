package io.yizhan.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.Message;
import io.yizhan.client.fake.FakeCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client process is killed at random moments, with messages flowing both ways. */
@Timeout(180)
class KilledClientIT {
    private static final int KILLS = 12;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final List<String> PEERS = List.of("alice", "carol");

    @TempDir
    private Path directory;

    private final FakeCluster cluster = new FakeCluster(2);
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final Thread talk = new Thread(this::talk, "talk");
    private Process process;

    @AfterEach
    void stop() throws Exception {
        running.set(false);
        talk.join(LIMIT.toMillis());
        if (process != null) {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        cluster.close();
    }

    @Test
    void showsEachMessageOnceInOrder_andSendsEachOnce_howeverOftenItIsKilled() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        talk.start();
        for (int kill = 1; kill <= KILLS; kill++) {
            start();
            int enough = lines("shown").size() + 2 + random.nextInt(40);
            await().atMost(LIMIT).until(() -> lines("shown").size() >= enough);
            TimeUnit.MICROSECONDS.sleep(random.nextInt(50_000)); // any moment of whatever it does
            process.destroyForcibly().waitFor();
        }
        running.set(false);
        talk.join(LIMIT.toMillis());
        start();
        await().atMost(LIMIT).until(() -> PEERS.stream().allMatch(this::isAllShown));
        process.destroyForcibly().waitFor();
        List<String> given = lines("sent");
        start();
        await().atMost(LIMIT).until(() -> starts() == KILLS + 2 && sentTexts().containsAll(given));

        PEERS.forEach(peer -> assertShownOnceInOrder(peer, seed));
        assertThat(sentTexts()).as("seed %d", seed).doesNotHaveDuplicates();
    }

    private void start() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledClient.class.getName(),
                        cluster.gate().uri().toString(),
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("output").toFile()))
                .start();
    }

    /** Messages come all the time, also while nobody is there; some pushes are lost. */
    private void talk() {
        Random random = new Random(1);
        int number = 0;
        while (running.get()) {
            number++;
            for (String peer : PEERS) {
                Message message = cluster.chat().add(peer, "bob", "phone", peer + "-" + number);
                if (random.nextInt(10) > 0) {
                    cluster.worker(0).push(message);
                    cluster.worker(1).push(message);
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(4);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private List<String> expected(String peer) {
        return cluster.chat().messages(conversation(peer)).stream()
                .map(message -> message.getContent().getText())
                .toList();
    }

    private static String conversation(String peer) {
        return "d:" + (peer.compareTo("bob") < 0 ? peer + ":bob" : "bob:" + peer);
    }

    private boolean isAllShown(String peer) {
        List<String> expected = expected(peer);
        return lines("shown").contains(conversation(peer) + " " + expected.get(expected.size() - 1));
    }

    /** Only a message whose callback was running at a kill may come again, and then first of all after the restart. */
    private void assertShownOnceInOrder(String peer, long seed) {
        List<String> once = new ArrayList<>();
        Map<String, Integer> repeats = new HashMap<>();
        boolean restarted = false;
        String prefix = conversation(peer) + " ";
        for (String line : lines("shown")) {
            if (line.equals("start")) {
                restarted = true;
            } else if (line.startsWith(prefix)) {
                String text = line.substring(prefix.length());
                if (restarted && !once.isEmpty() && once.get(once.size() - 1).equals(text)) {
                    repeats.merge(text, 1, Integer::sum);
                } else {
                    once.add(text);
                }
                restarted = false;
            }
        }
        assertThat(once).as("seed %d", seed).isEqualTo(expected(peer));
        assertThat(repeats.values().stream().collect(Collectors.summingInt(n -> n)))
                .isLessThanOrEqualTo(KILLS + 1);
    }

    private long starts() {
        return lines("shown").stream().filter("start"::equals).count();
    }

    private List<String> sentTexts() {
        return cluster.chat().messages("d:bob:dave").stream()
                .map(message -> message.getContent().getText())
                .toList();
    }

    private List<String> lines(String file) {
        Path path = directory.resolve(file);
        try {
            return Files.exists(path) ? Files.readAllLines(path) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
