package io.yizhan.bench.micro;

import io.yizhan.bench.sequencer.NumberingRedis;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.UserId;
import io.yizhan.server.delivery.DeliveryClock;
import io.yizhan.server.delivery.MessageIds;
import io.yizhan.server.state.Allocation;
import io.yizhan.server.state.NumberRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Numbers from a real Redis, which is started for it: what a message costs that asks alone, where the way there and
 * back is most of it, and in a batch, where that is shared.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SequencerBenchmark {
    private static final int BATCH = 64;
    private static final UserId SENDER = new UserId("alice");
    private static final DeviceId DEVICE = new DeviceId("laptop");
    private static final Incarnation SELF = new Incarnation(new NodeId(1), 1);

    private final NumberingRedis redis = NumberingRedis.start();
    private final MessageIds ids = new MessageIds(DeliveryClock.system(), () -> SELF);
    private final List<ConversationId> conversations = IntStream.range(0, BATCH)
            .mapToObj(number -> ConversationId.direct(SENDER, new UserId("bob-" + number)))
            .toList();
    private long clientMsgId = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());

    /** One script with one message. */
    @Benchmark
    public int alone() {
        return number(1, i -> conversations.get(0));
    }

    /** One script with all of them. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int amongManyOfAConversation() {
        return number(BATCH, i -> conversations.get(0));
    }

    /** A script for each of them, in one round trip. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int amongManyConversations() {
        return number(BATCH, conversations::get);
    }

    private int number(int count, IntFunction<ConversationId> conversation) {
        List<NumberRequest> batch = IntStream.range(0, count)
                .mapToObj(i -> new NumberRequest(
                        conversation.apply(i),
                        SENDER,
                        DEVICE,
                        ++clientMsgId,
                        clientMsgId * 31,
                        ids.next(),
                        System.currentTimeMillis(),
                        false))
                .toList();
        List<Allocation> allocations =
                redis.sequencer().allocate(batch).toCompletableFuture().join();
        if (allocations.size() != count || !(allocations.get(count - 1) instanceof Allocation.Fresh)) {
            throw new IllegalStateException("Not numbered: " + allocations);
        }
        return allocations.size();
    }

    @TearDown
    public void close() {
        redis.close();
    }
}
