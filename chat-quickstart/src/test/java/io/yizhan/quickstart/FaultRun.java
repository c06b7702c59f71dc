package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.embedded.EmbeddedMariaDb;
import io.yizhan.quickstart.check.Breach;
import io.yizhan.quickstart.check.Checker;
import io.yizhan.quickstart.check.Event;
import io.yizhan.quickstart.check.MessageTable;
import io.yizhan.quickstart.check.Recorder;
import io.yizhan.quickstart.check.StoredMessage;
import io.yizhan.quickstart.check.Verdict;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Users of their own talk in pairs, at a steady rate, while a test breaks something; at the end a checker that knows
 * nothing of the server judges what they saw and what is stored. Histories are kept in {@code target/histories}.
 */
final class FaultRun implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(20);

    private final String name;
    private final TestCluster cluster;
    private final Recorder recorder;
    private final Random random;
    private final List<Talker> talkers = new ArrayList<>();
    private final List<Talker> newcomers = new ArrayList<>();
    private final ScheduledExecutorService pace =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "load"));

    /** @param name short and unique within the class: the users' names begin with it */
    FaultRun(TestCluster cluster, String name) {
        long seed = Long.getLong("yizhan.seed", System.nanoTime());
        this.name = name;
        this.cluster = cluster;
        this.random = new Random(seed);
        this.recorder = new Recorder(Path.of("target", "histories", name + ".jsonl"), name, seed);
    }

    /** Logs so many pairs in; two of a pair are neighbours in {@link #talkers}. */
    FaultRun pairs(int count) throws InterruptedException {
        for (int i = 1; i <= 2 * count; i++) {
            Talker talker = new Talker(register(Integer.toString(i)), cluster.gate(), recorder);
            talkers.add(talker);
            talker.connect();
        }
        return this;
    }

    /** From now on somebody says something to the other, so often a second, until {@link #verdict}. */
    FaultRun talking(int messagesPerSecond) {
        double each = messagesPerSecond * TICK.toNanos() / (double) TimeUnit.SECONDS.toNanos(1);
        pace.scheduleAtFixedRate(() -> talk(each), 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    private void talk(double each) {
        int count = (int) each + (random.nextDouble() < each % 1 ? 1 : 0);
        for (int i = 0; i < count; i++) {
            int who = random.nextInt(talkers.size());
            talkers.get(who).send(talkers.get(who ^ 1).user());
        }
    }

    /** One more who logs in now, and says nothing. */
    Talker newcomer() throws InterruptedException {
        Talker newcomer = new Talker(register("new"), cluster.gate(), recorder);
        newcomers.add(newcomer);
        newcomer.connect();
        return newcomer;
    }

    List<Talker> talkers() {
        return talkers;
    }

    /** Those whom this worker holds now. */
    List<Talker> talkersOf(Worker worker) {
        return talkers.stream().filter(talker -> talker.port() == worker.port()).toList();
    }

    Random random() {
        return random;
    }

    /** Sends to the first talker over a connection of its own to this worker. */
    WireProbe probe(Worker worker) throws Exception {
        return new WireProbe(cluster, worker, register("probe" + worker.port()), recorder);
    }

    private String register(String suffix) throws InterruptedException {
        String user = name + "-" + suffix;
        cluster.register(user);
        return user;
    }

    void begins(String fault) {
        recorder.add(at -> new Event.FaultBegun(at, fault));
    }

    void ends(String fault) {
        recorder.add(at -> new Event.FaultEnded(at, fault));
    }

    /** Waits until each talker had an answer for something that it sent from now on. */
    void awaitEverybodyIsServed(Duration limit) {
        int from = recorder.history().events().size();
        await().atMost(limit).until(() -> {
            var senders = new HashMap<Long, String>();
            var served = new HashSet<String>();
            List<Event> events = recorder.history().events();
            for (Event event : events.subList(from, events.size())) {
                if (event instanceof Event.Invoked invoked) {
                    senders.put(invoked.op(), invoked.device());
                } else if (event instanceof Event.Acked ack && senders.containsKey(ack.op())) {
                    served.add(senders.get(ack.op()));
                }
            }
            return served.size() >= talkers.size();
        });
    }

    /** Ends the talk, waits until everything has arrived that is to arrive, and judges. Prints the verdict. */
    Verdict verdict() throws Exception {
        pace.shutdown();
        assertThat(pace.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        for (Talker talker : talkers) {
            talker.settle();
        }
        long deadline = System.nanoTime() + Person.LIMIT.toNanos();
        Verdict verdict = judge();
        while (verdict.count(Breach.Kind.LOST) > 0 && System.nanoTime() < deadline) {
            Thread.sleep(500);
            verdict = judge();
        }
        System.out.print(verdict);
        return verdict;
    }

    /** As {@link #verdict}, and every promise must have been kept. */
    Verdict cleanVerdict() throws Exception {
        Verdict verdict = verdict();
        assertThat(verdict.isClean()).as(verdict.toString()).isTrue();
        assertThat(verdict.acked()).as(verdict.toString()).isPositive();
        return verdict;
    }

    private Verdict judge() throws SQLException {
        EmbeddedMariaDb database = cluster.running().middleware().mariadb();
        List<StoredMessage> rows = new MessageTable(database.jdbcUrl(), database.user(), database.password())
                .read().stream()
                        .filter(row -> row.device().startsWith(name + "-"))
                        .toList();
        return new Checker().judge(recorder.history(), rows);
    }

    @Override
    public void close() {
        pace.shutdownNow();
        talkers.forEach(Talker::close);
        newcomers.forEach(Talker::close);
        recorder.close();
    }
}
