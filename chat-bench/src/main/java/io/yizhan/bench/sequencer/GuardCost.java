package io.yizhan.bench.sequencer;

import io.yizhan.access.RedisClients;
import io.yizhan.bench.machine.CpuClock;
import io.yizhan.bench.machine.LocalProcess;
import io.yizhan.bench.result.GuardResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;

/** Compares what Redis does of each {@link NumberingCall}, under keys of its own that are gone at the end. */
public final class GuardCost {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int CONVERSATIONS = 16;
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final Pattern REPLICATION_ID = Pattern.compile("master_replid:(\\p{XDigit}+)");

    private final String uri;
    private final Optional<LocalProcess> redis;
    private final int connections;
    private final int depth;

    /**
     * A comparison.
     *
     * @param uri {@code redis://host:port}
     * @param redis its process, where it is on this machine
     * @param connections each with one pipeline under way
     * @param depth calls in a pipeline
     */
    public GuardCost(String uri, Optional<LocalProcess> redis, int connections, int depth) {
        this.uri = uri;
        this.redis = redis;
        this.connections = connections;
        this.depth = depth;
    }

    /** Measures each for so long. Blocks. */
    public List<GuardResult> run(Duration each) throws InterruptedException {
        String prefix = "im-bench:" + UUID.randomUUID();
        List<GuardResult> results = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try (UnifiedJedis client = RedisClients.open(uri, TIMEOUT, connections)) {
            for (NumberingCall call : NumberingCall.values()) {
                measure(client, threads, call, prefix, each.dividedBy(4)); // compiled, and connected
                results.add(measure(client, threads, call, prefix, each));
            }
            return results;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Redis did not answer: " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
        }
    }

    private GuardResult measure(
            UnifiedJedis client, ExecutorService threads, NumberingCall call, String prefix, Duration time)
            throws InterruptedException, ExecutionException {
        String sha = call.teach(client);
        CpuClock clock = CpuClock.start(redis.stream().toList());
        long begun = System.nanoTime();
        List<Callable<Long>> loops = new ArrayList<>();
        IntStream.range(0, connections)
                .forEach(number ->
                        loops.add(() -> loop(client, call, sha, prefix + ":" + number, begun + time.toNanos())));
        long calls = 0;
        for (Future<Long> done : threads.invokeAll(loops)) {
            calls += done.get();
        }
        double seconds = (System.nanoTime() - begun) / SECOND;
        // CPU seconds for a million calls are microseconds for each
        double micros = clock.read(calls).stream()
                .mapToDouble(use -> use.cpuSecondsPerMillion())
                .sum();
        return new GuardResult(call.title(), calls / seconds, micros);
    }

    private long loop(UnifiedJedis client, NumberingCall call, String sha, String prefix, long endNanos) {
        List<ConversationState> conversations = IntStream.range(0, CONVERSATIONS)
                .mapToObj(number -> new ConversationState(prefix + ":" + number))
                .toList();
        String guard = replicationId(client) + " 0 0";
        conversations.forEach(conversation -> client.set(conversation.guard(), guard));
        long calls = 0;
        try {
            while (System.nanoTime() - endNanos < 0) {
                List<Response<?>> answers = new ArrayList<>(depth);
                try (AbstractPipeline pipeline = client.pipelined()) {
                    for (int i = 0; i < depth; i++) {
                        answers.add(call.queue(pipeline, sha, conversations.get(i % CONVERSATIONS)));
                    }
                    pipeline.sync();
                }
                answers.forEach(GuardCost::check);
                calls += depth;
            }
        } finally {
            conversations.forEach(conversation -> client.del(conversation.keys()));
        }
        return calls;
    }

    private static String replicationId(UnifiedJedis client) {
        Matcher matcher = REPLICATION_ID.matcher(client.info("replication"));
        if (!matcher.find()) {
            throw new IllegalStateException("Redis does not tell its replication id");
        }
        return matcher.group(1);
    }

    /** A call that numbered nothing would be a fast one. */
    private static void check(Response<?> answer) {
        if ("EPOCH".equals(answer.get())) {
            throw new IllegalStateException("The guard did not fit");
        }
    }
}
