package io.yizhan.bench.micro;

import chat.v2.Frame;
import chat.v2.Message;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.yizhan.server.mesh.PeerBatch;
import io.yizhan.server.mesh.PeerEvent;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What is made of a stored message on its way to a device. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PushBenchmark {
    private final Message message = SampleFrames.message();
    private final ByteString batch = batchOf(message);

    private static ByteString batchOf(Message message) {
        return PeerBatch.newBuilder()
                .addEvents(PeerEvent.newBuilder().setMessage(message.toByteString()))
                .build()
                .toByteString();
    }

    /** To a session here. */
    @Benchmark
    public Frame toPush() {
        return SampleFrames.push(message);
    }

    /** To another worker. */
    @Benchmark
    public ByteString toPeerBatch() {
        return batchOf(message);
    }

    /** At the other worker. */
    @Benchmark
    public Message fromPeerBatch() throws InvalidProtocolBufferException {
        return Message.parseFrom(PeerBatch.parseFrom(batch).getEvents(0).getMessage());
    }
}
