package io.yizhan.bench.transport;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.yizhan.bench.machine.CpuClock;
import io.yizhan.bench.machine.LocalProcess;
import io.yizhan.bench.result.TransportResult;
import io.yizhan.lifecycle.Attempts;
import io.yizhan.server.cluster.LinkTraffic;
import io.yizhan.server.cluster.memory.MemoryNodes;
import io.yizhan.server.config.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * Sends batches between workers in this process, over the mesh and over a Redis, at the same rate: each message goes to
 * all other workers, the workers take turns to send.
 */
public final class TransportComparison {
    private static final Duration READY = Duration.ofSeconds(20);
    private static final Duration SETTLED = Duration.ofSeconds(10);
    private static final Duration REDIS_TIMEOUT = Duration.ofSeconds(2);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final String redisUri;
    private final LocalProcess redis;
    private final int perSecond;

    /**
     * A comparison.
     *
     * @param redis that of {@code redisUri}, which nobody else uses meanwhile
     * @param perSecond messages, of all workers together
     */
    public TransportComparison(String redisUri, LocalProcess redis, int perSecond) {
        this.redisUri = redisUri;
        this.redis = redis;
        this.perSecond = perSecond;
    }

    /** Measures one transport with so many workers for {@code time}, after half of that to warm up. Blocks. */
    public TransportResult run(Transport transport, int workers, Duration time) throws InterruptedException {
        MemoryNodes nodes = new MemoryNodes();
        HandOvers handOvers = new HandOvers();
        List<BenchPeer> peers = new ArrayList<>();
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
        try (RedisTraffic traffic = new RedisTraffic(redisUri, REDIS_TIMEOUT)) {
            IntStream.range(0, workers)
                    .forEach(number -> peers.add(
                            transport == Transport.MESH
                                    ? BenchPeer.overMesh(nodes, handOvers.receiver(), loops)
                                    : BenchPeer.overRedis(nodes, handOvers.receiver(), redisUri)));
            until("the links are up", READY, () -> peers.stream().allMatch(peer -> peer.isLinkedTo(workers - 1)));
            return measure(transport, peers, handOvers, traffic, time);
        } finally {
            peers.forEach(BenchPeer::close);
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    private TransportResult measure(
            Transport transport, List<BenchPeer> peers, HandOvers handOvers, RedisTraffic traffic, Duration time)
            throws InterruptedException {
        long warmUp = send(peers, 0, time.dividedBy(2));
        int others = peers.size() - 1;
        arrives(handOvers, warmUp * others);
        handOvers.countFrom(System.nanoTime());
        LinkTraffic before = sum(peers);
        long redisBefore = traffic.bytes();
        CpuClock clock = CpuClock.start(List.of(LocalProcess.self(), redis));
        long sent = send(peers, warmUp, time);
        long expected = (warmUp + sent) * others;
        boolean all = arrives(handOvers, expected);
        LinkTraffic after = sum(peers);
        long frames = after.frames() - before.frames();
        long bytes = after.bytes() - before.bytes();
        long wire = transport == Transport.MESH ? bytes : traffic.bytes() - redisBefore;
        return new TransportResult(
                transport.name(),
                peers.size(),
                sent / (time.toNanos() / (double) SECOND),
                frames / (double) sent,
                bytes / (double) frames,
                wire / (double) sent,
                handOvers.micros(),
                clock.read(frames),
                handOvers.disordered() + (all ? 0 : expected - handOvers.received()));
    }

    /** Sends on from message {@code first}, each when it is due; returns how many. */
    private long send(List<BenchPeer> peers, long first, Duration time) {
        long begun = System.nanoTime();
        long count = perSecond * time.toMillis() / 1_000;
        for (long i = 0; i < count; i++) {
            long due = begun + i * SECOND / perSecond;
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            int sender = (int) ((first + i) % peers.size());
            long number = (first + i) / peers.size() + 1; // the sender's own count
            sendToOthers(peers, sender, number);
        }
        return count;
    }

    private static void sendToOthers(List<BenchPeer> peers, int sender, long number) {
        for (int to = 0; to < peers.size(); to++) {
            if (to != sender && !peers.get(sender).send(peers.get(to).id(), System.nanoTime(), number)) {
                throw new IllegalStateException("There was no room, the rate is too much for this machine");
            }
        }
    }

    private static boolean arrives(HandOvers handOvers, long expected) throws InterruptedException {
        long begun = System.nanoTime();
        while (handOvers.received() < expected && System.nanoTime() - begun < SETTLED.toNanos()) {
            Thread.sleep(10);
        }
        return handOvers.received() == expected;
    }

    private static LinkTraffic sum(List<BenchPeer> peers) {
        return new LinkTraffic(
                total(peers, LinkTraffic::frames),
                total(peers, LinkTraffic::bytes),
                total(peers, LinkTraffic::recipients),
                total(peers, LinkTraffic::repeats));
    }

    private static long total(List<BenchPeer> peers, ToLongFunction<LinkTraffic> figure) {
        return peers.stream()
                .flatMap(peer -> peer.traffic().stream())
                .mapToLong(figure)
                .sum();
    }

    private static void until(String what, Duration limit, BooleanSupplier condition) throws InterruptedException {
        Attempts.quietly(limit, () -> {
            if (!condition.getAsBoolean()) {
                throw new IllegalStateException("Not in time: " + what);
            }
            return true;
        });
    }
}
