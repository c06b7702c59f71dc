package io.yizhan.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A real Redis Cluster on 127.0.0.1: three masters with a third of the slots each, no replicas. Safe for any thread; a
 * start takes some seconds.
 */
public final class EmbeddedRedisCluster implements AutoCloseable {
    private static final int MASTERS = 3;
    private static final int SLOTS = 16_384;
    private static final Duration MEETING_LIMIT = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 25;

    private final List<EmbeddedRedis> masters;

    private EmbeddedRedisCluster(List<EmbeddedRedis> masters) {
        this.masters = List.copyOf(masters);
    }

    /**
     * Returns when every node takes commands and knows of all slots.
     *
     * @param dir for the data; nothing lies there yet
     * @throws EmbeddedStartException if it does not start; then nothing runs
     */
    public static EmbeddedRedisCluster start(Path dir) {
        List<EmbeddedRedis> masters = new ArrayList<>();
        List<Integer> buses = new ArrayList<>();
        try {
            for (int i = 0; i < MASTERS; i++) {
                buses.add(LoopbackPorts.free());
                masters.add(master(dir.resolve("master-" + i), buses.get(i)));
            }
            join(masters, buses);
            return new EmbeddedRedisCluster(masters);
        } catch (RuntimeException e) {
            masters.forEach(EmbeddedRedis::close);
            throw e;
        }
    }

    private static EmbeddedRedis master(Path dir, int bus) {
        return EmbeddedRedis.start(
                dir,
                0,
                List.of(
                        "--cluster-enabled", "yes",
                        "--cluster-port", Integer.toString(bus),
                        // one that is down takes its own slots along, not those of the others
                        "--cluster-require-full-coverage", "no",
                        "--cluster-node-timeout", "2000"));
    }

    private static void join(List<EmbeddedRedis> masters, List<Integer> buses) {
        for (int i = 0; i < MASTERS; i++) {
            int from = i * SLOTS / MASTERS;
            int to = (i + 1) * SLOTS / MASTERS - 1;
            masters.get(i).command("CLUSTER ADDSLOTSRANGE " + from + " " + to);
        }
        for (int i = 1; i < MASTERS; i++) {
            EmbeddedRedis other = masters.get(i);
            masters.get(0).command("CLUSTER MEET " + other.host() + " " + other.port() + " " + buses.get(i));
        }
        masters.forEach(EmbeddedRedisCluster::awaitAllSlots);
    }

    private static void awaitAllSlots(EmbeddedRedis master) {
        TcpProbe probe = new TcpProbe(master.port());
        long deadline = System.nanoTime() + MEETING_LIMIT.toNanos();
        while (!probe.answers(
                "CLUSTER INFO\r\n", answer -> answer.contains("cluster_state:ok\r\ncluster_slots_assigned:" + SLOTS))) {
            if (System.nanoTime() > deadline) {
                throw new EmbeddedStartException("Redis has not met its cluster within " + MEETING_LIMIT.toSeconds()
                        + " s, port: " + master.port());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedStartException("Redis was interrupted while its cluster came together");
        }
    }

    /** As our Redis clients take it: {@code redis-cluster://127.0.0.1:20001,127.0.0.1:20002,127.0.0.1:20003}. */
    public String url() {
        return masters.stream()
                .map(master -> master.host() + ":" + master.port())
                .collect(Collectors.joining(",", "redis-cluster://", ""));
    }

    /** The masters, for tests of faults; they are closed with the cluster. */
    public List<EmbeddedRedis> masters() {
        return masters;
    }

    @Override
    public void close() {
        masters.forEach(EmbeddedRedis::close);
    }
}
