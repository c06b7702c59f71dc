package io.yizhan.bench.micro;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.memory.MemoryGroupStore;
import io.yizhan.server.archive.memory.MemoryMessageStore;
import io.yizhan.server.audience.GroupPorts;
import io.yizhan.server.cluster.memory.MemoryNodes;
import io.yizhan.server.config.DeliveryConfig;
import io.yizhan.server.delivery.DeliveryClock;
import io.yizhan.server.delivery.DeliveryPorts;
import io.yizhan.server.delivery.Lanes;
import io.yizhan.server.delivery.MessageIds;
import io.yizhan.server.delivery.MessageRouter;
import io.yizhan.server.delivery.Recipient;
import io.yizhan.server.delivery.SendCommand;
import io.yizhan.server.delivery.SendOutcome;
import io.yizhan.server.session.SessionLocator;
import io.yizhan.server.session.SessionManager;
import io.yizhan.server.state.ArchivedMembers;
import io.yizhan.server.state.GroupDirectory;
import io.yizhan.server.state.HolderLiveness;
import io.yizhan.server.state.Sequencer;
import io.yizhan.server.state.memory.MemoryConversationIndex;
import io.yizhan.server.state.memory.MemoryGroupDirectory;
import io.yizhan.server.state.memory.MemoryPositions;
import io.yizhan.server.state.memory.MemorySequencer;
import io.yizhan.server.state.memory.MemorySessionRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A message into a lane and out of its batch, answered: all that a worker itself does, over ports in memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LaneBenchmark {
    private static final int BATCH = 64;
    private static final UserId SENDER = new UserId("alice");
    private static final DeviceId DEVICE = new DeviceId("laptop");
    /** One lane, so that what is sent at once meets in its batches. */
    private static final DeliveryConfig ONE_LANE = new DeliveryConfig(
            1, 1_000, 256, Duration.ofSeconds(8), Duration.ofSeconds(10), Duration.ofMinutes(2), true);

    private final Lanes lanes = lanes();
    private long clientMsgId = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());

    private static Lanes lanes() {
        Clock time = Clock.systemUTC();
        DeliveryClock clock = DeliveryClock.system();
        MemoryGroupStore groups = new MemoryGroupStore(time);
        MemoryGroupDirectory directory = new MemoryGroupDirectory(time, ArchivedMembers.NONE, GroupDirectory.TIMES);
        HolderLiveness nobody = new HolderLiveness(new MemoryNodes(), Set::of);
        DeliveryPorts ports = new DeliveryPorts(
                new MemorySequencer(time, Sequencer.REMEMBERED, directory),
                new MemorySessionRegistry(time, nobody, Duration.ofSeconds(90)),
                new MemoryConversationIndex(),
                new MemoryPositions(),
                new ForgetfulLog(),
                new MemoryMessageStore(time, groups),
                new GroupPorts(directory, groups));
        MessageRouter router = new MessageRouter(new SessionLocator(new SessionManager(), (node, batch) -> false));
        Incarnation self = new Incarnation(new NodeId(1), 1);
        return new Lanes(ONE_LANE, ports, router, new MessageIds(clock, () -> self), clock);
    }

    @Setup
    public void start() {
        lanes.start();
    }

    /** One that finds the lane idle: a batch of its own, and a thread to wake. */
    @Benchmark
    public SendOutcome alone() {
        return stored(send(0));
    }

    /** Of many that come at once to as many users, and share the lane's batches. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int amongMany() {
        List<CompletionStage<SendOutcome>> answers = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            answers.add(send(i));
        }
        answers.forEach(LaneBenchmark::stored);
        return answers.size();
    }

    private CompletionStage<SendOutcome> send(int to) {
        return lanes.send(new SendCommand(
                SENDER, DEVICE, new Recipient.User(new UserId("bob-" + to)), ++clientMsgId, SampleFrames.text()));
    }

    /** A refusal would be a fast answer. */
    private static SendOutcome stored(CompletionStage<SendOutcome> answer) {
        SendOutcome outcome = answer.toCompletableFuture().join();
        if (outcome instanceof SendOutcome.Stored) {
            return outcome;
        }
        throw new IllegalStateException("Not stored: " + outcome);
    }

    @TearDown
    public void close() {
        lanes.close();
    }
}
