package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.Platform;
import io.yizhan.client.gate.GateException;
import io.yizhan.quickstart.check.Event;
import io.yizhan.quickstart.check.Recorder;
import io.yizhan.quickstart.check.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Everybody says something to a group all the time, while its members come, go, are thrown out, log in and out, and
 * workers are killed: each of them sees what was said while he was a member, once and in order, and nothing else.
 * {@code -Dyizhan.seed=} plays the same choices, {@code -Dyizhan.group-seconds=} for longer.
 */
class GroupChatIT {
    private static final int RATE_MS = 30;
    private static final Duration AT_LEAST = Duration.ofSeconds(Integer.getInteger("yizhan.group-seconds", 8));
    private static final int LONGEST_STAY_MS = 600;
    private static final List<String> USERS = List.of("gaozu", "hanxin", "jixin", "kongju", "liubang");

    @RegisterExtension
    static final TestCluster cluster = new TestCluster(3);

    private final long seed = Long.getLong("yizhan.seed", System.nanoTime());
    private final Recorder recorder = new Recorder(Path.of("target", "histories", "group.jsonl"), "group", seed);
    private final AtomicBoolean restless = new AtomicBoolean(true);
    private final ExecutorService moods = Executors.newCachedThreadPool();
    private final ScheduledExecutorService pace =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "load"));
    private final List<GroupDevice> devices = new ArrayList<>();

    @AfterEach
    void close() {
        pace.shutdownNow();
        moods.shutdownNow();
        devices.forEach(GroupDevice::close);
        recorder.close();
    }

    @Test
    void showsEachMemberWhatWasSaidInHisTime_andNothingElse_whateverHappens() throws Exception {
        for (String user : USERS) {
            cluster.register(user);
        }
        // the owner has two devices, and stays
        Stream.of(Platform.CONSOLE, Platform.DESKTOP).forEach(platform -> add(USERS.get(0), platform));
        USERS.stream().skip(1).forEach(user -> add(user, Platform.CONSOLE));
        devices.forEach(GroupDevice::on);
        GroupDevice owner = devices.get(0);
        owner.groups()
                .create(Optional.of("club"), "Club", USERS.subList(1, 3))
                .get(Person.LIMIT.toSeconds(), TimeUnit.SECONDS);
        List<Future<?>> lives = new ArrayList<>();
        lives.add(moods.submit(() -> rule(owner, new Random(seed))));
        for (int i = 1; i < devices.size(); i++) {
            GroupDevice device = devices.get(i);
            Random random = new Random(seed + i);
            lives.add(moods.submit(() -> live(device, random)));
        }
        Random speaker = new Random(~seed);
        pace.scheduleAtFixedRate(
                () -> devices.get(speaker.nextInt(devices.size())).send("club"), 0, RATE_MS, TimeUnit.MILLISECONDS);

        pause(AT_LEAST.dividedBy(4));
        killOne(new Random(seed + 100));
        pause(AT_LEAST.dividedBy(2));
        killOne(new Random(seed + 101));
        pause(AT_LEAST.dividedBy(4));
        restless.set(false);
        for (Future<?> life : lives) {
            life.get(2, TimeUnit.MINUTES);
        }
        pace.shutdown();
        assertThat(pace.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        devices.forEach(GroupDevice::settle);

        Verdict verdict = new Judge(cluster, recorder, row -> true).cleanVerdict();

        assertThat(verdict.shown()).isGreaterThan(verdict.acked());
        assertThat(verdict.refused()).as("somebody sent who was no member").isPositive();
    }

    private void add(String user, Platform platform) {
        devices.add(new GroupDevice(user, platform, cluster.gate(), recorder));
    }

    private void killOne(Random random) throws Exception {
        List<Worker> alive = cluster.running().workers().stream()
                .filter(worker -> worker.process().isAlive())
                .toList();
        Worker victim = alive.get(random.nextInt(alive.size()));
        String fault = "kill -9 " + victim.process().name();
        recorder.add(at -> new Event.FaultBegun(at, fault));
        victim.process().kill();
        recorder.add(at -> new Event.FaultEnded(at, fault));
        cluster.running().startWorker();
    }

    /** Brings others in and throws them out. */
    private void rule(GroupDevice owner, Random random) {
        while (restless.get()) {
            String user = USERS.get(1 + random.nextInt(USERS.size() - 1));
            attempt(
                    random.nextBoolean()
                            ? owner.groups().add("club", user)
                            : owner.groups().remove("club", user));
            pause(stay(random));
        }
    }

    /** Comes and goes, in the group and on the network; in the end it is on. */
    private void live(GroupDevice device, Random random) {
        while (restless.get()) {
            switch (device.user().equals(USERS.get(0)) ? 0 : random.nextInt(3)) {
                case 0 -> {
                    offAndOn(device, stay(random));
                }
                case 1 -> attempt(device.groups().add("club", device.user()));
                default -> attempt(device.groups().remove("club", device.user()));
            }
            pause(stay(random));
        }
    }

    private static void offAndOn(GroupDevice device, Duration between) {
        try {
            device.off();
        } catch (Exception e) {
            throw new AssertionError("Could not be switched off", e);
        }
        pause(between);
        device.on();
    }

    /** What became of it is what the group's conversation says. */
    private static void attempt(CompletableFuture<Void> call) {
        try {
            call.get(Person.LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(GateException.class);
            assertThat(((GateException) e.getCause()).code()).isIn("UNAVAILABLE", "OVERLOADED", "NOT_A_MEMBER");
        } catch (Exception e) {
            throw new AssertionError("A call about a group was not answered", e);
        }
    }

    private static Duration stay(Random random) {
        return Duration.ofMillis(20 + random.nextInt(LONGEST_STAY_MS));
    }

    private static void pause(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
    }
}
