package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.embedded.EmbeddedRedis;
import io.yizhan.quickstart.check.Absences;
import io.yizhan.quickstart.check.AckTimes;
import io.yizhan.quickstart.check.Event;
import io.yizhan.quickstart.check.Recorder;
import io.yizhan.quickstart.check.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Users of their own talk in pairs, at a steady rate, while a test breaks something; at the end a checker that knows
 * nothing of the server judges what they saw and what is stored. Histories are kept in {@code target/histories}.
 */
final class FaultRun implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(20);
    private static final Duration ASK = Duration.ofMillis(200);

    private final String name;
    private final TestCluster cluster;
    private final Recorder recorder;
    private final Random random;
    private final List<Talker> talkers = new ArrayList<>();
    private final List<Talker> newcomers = new ArrayList<>();
    private final List<WireProbe> probes = new CopyOnWriteArrayList<>();
    private final AtomicInteger probeNumbers = new AtomicInteger();
    private final Finder finder;
    private final Judge judge;
    private final ScheduledExecutorService pace =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "load"));

    /** @param name short and unique within the class: the users' names begin with it */
    FaultRun(TestCluster cluster, String name) {
        long seed = Long.getLong("yizhan.seed", System.nanoTime());
        this.name = name;
        this.cluster = cluster;
        this.random = new Random(seed);
        this.recorder = new Recorder(Path.of("target", "histories", name + ".jsonl"), name, seed);
        this.finder = new Finder(cluster.running(), recorder);
        this.judge = new Judge(cluster, recorder, row -> row.device().startsWith(name + "-"));
    }

    /** Logs so many pairs in; two of a pair are neighbours in {@link #talkers}. */
    FaultRun pairs(int count) {
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
    Talker newcomer() {
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
        return new WireProbe(cluster, worker, register("probe" + probeNumbers.incrementAndGet()), recorder);
    }

    /** As {@link #probe}, and it sends five times a second from now on, until the connection or the run ends. */
    WireProbe probing(Worker worker) throws Exception {
        WireProbe probe = probe(worker);
        probes.add(probe);
        pace.scheduleAtFixedRate(() -> ask(probe), 0, ASK.toMillis(), TimeUnit.MILLISECONDS);
        await().atMost(Person.LIMIT).until(() -> !probe.answers().isEmpty());
        return probe;
    }

    private void ask(WireProbe probe) {
        try {
            if (probe.isConnected()) {
                probe.send(talkers.get(0).user());
            }
        } catch (IOException e) {
            // it ended just now, and the history says so
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** From now on it is recorded whom the cluster finds, and judged: those who have a session, and nobody else. */
    FaultRun lookingWhoIsThere() {
        finder.start();
        return this;
    }

    Finder finder() {
        return finder;
    }

    /** The gate may just be recovering from the fault before, and says so. */
    private String register(String suffix) {
        String user = name + "-" + suffix;
        await().atMost(Person.LIMIT)
                .ignoreException(ClusterStartException.class)
                .until(() -> {
                    cluster.register(user);
                    return true;
                });
        finder.add(user);
        return user;
    }

    /** @return when, by the run's clock */
    long begins(String fault) {
        recorder.add(at -> new Event.FaultBegun(at, fault));
        return recorder.now();
    }

    /** A Redis is killed and comes back with its data; everybody is served before and after. */
    void takeAway(EmbeddedRedis redis, Duration time, String fault) {
        awaitEverybodyIsServed(Person.LIMIT);
        begins(fault);
        redis.kill();
        await().pollDelay(time).until(() -> true);
        redis.restart();
        ends(fault);
        awaitEverybodyIsServed(Person.LIMIT);
    }

    void ends(String fault) {
        recorder.add(at -> new Event.FaultEnded(at, fault));
    }

    /** How long acknowledgements took, of these sends; times are by the run's clock. */
    AckTimes ackTimes(Predicate<Event.Invoked> which) {
        return AckTimes.of(recorder.history(), which);
    }

    /** For how long talkers were without a session, so far. */
    Absences absences() {
        return Absences.of(recorder.history());
    }

    /** The sends that were acknowledged so far. */
    Set<Long> acked() {
        return recorder.history().events().stream()
                .filter(Event.Acked.class::isInstance)
                .map(event -> ((Event.Acked) event).op())
                .collect(Collectors.toSet());
    }

    /** Those of these sends that the database has not got. */
    Set<Long> missing(Set<Long> ops) throws SQLException {
        Set<Long> missing = new HashSet<>(ops);
        judge.rows().forEach(row -> missing.remove(row.op()));
        return missing;
    }

    /** Waits until the database has what is acknowledged by now. */
    void awaitEverythingStored(Duration limit) {
        Set<Long> ops = acked();
        await().atMost(limit)
                .ignoreExceptions() // it may just be starting
                .until(() -> missing(ops).isEmpty());
    }

    /** Waits until each talker had an answer for something that it sent from now on. */
    void awaitEverybodyIsServed(Duration limit) {
        int from = recorder.size();
        Set<String> all = talkers.stream().map(Talker::device).collect(Collectors.toSet());
        await().atMost(limit).until(() -> {
            var senders = new HashMap<Long, String>();
            var served = new HashSet<String>();
            for (Event event : recorder.since(from)) {
                if (event instanceof Event.Invoked invoked) {
                    senders.put(invoked.op(), invoked.device());
                } else if (event instanceof Event.Acked ack && senders.containsKey(ack.op())) {
                    served.add(senders.get(ack.op()));
                }
            }
            return served.containsAll(all);
        });
    }

    /** Ends the talk, waits until everything has arrived that is to arrive, and judges. Prints the verdict. */
    Verdict verdict() throws Exception {
        settle();
        return judge.verdict();
    }

    /** As {@link #verdict}, and every promise must have been kept. */
    Verdict cleanVerdict() throws Exception {
        settle();
        return judge.cleanVerdict();
    }

    private void settle() throws InterruptedException {
        pace.shutdown();
        assertThat(pace.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        talkers.forEach(Talker::settle);
    }

    @Override
    public void close() {
        pace.shutdownNow();
        finder.close();
        probes.forEach(WireProbe::close);
        talkers.forEach(Talker::close);
        newcomers.forEach(Talker::close);
        recorder.close();
    }
}
