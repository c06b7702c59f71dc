package io.yizhan.server.cluster;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.handler.codec.protobuf.ProtobufDecoder;
import io.netty.handler.codec.protobuf.ProtobufEncoder;
import io.netty.handler.timeout.IdleStateHandler;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.server.mesh.MeshFrame;
import io.yizhan.server.mesh.MeshNode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Bytes to mesh frames and back: four bytes of length, then a {@link MeshFrame}. The same on both ends of a link. */
final class MeshFraming {
    /** What a frame may have once both sides have proved themselves. */
    static final int MAX_FRAME_BYTES = 4 << 20;

    /** What a stranger's frame may have. */
    static final int MAX_HANDSHAKE_BYTES = 4 << 10;

    private static final int LENGTH_BYTES = 4;
    private static final String FRAME_IN = "frame-in";

    private MeshFraming() {}

    /** Fills a new pipeline up to the frames, read top to bottom as a received byte meets it. */
    static void install(ChannelPipeline pipeline, Duration silence) {
        pipeline.addLast("idle", new IdleStateHandler(silence.toMillis(), 0, 0, TimeUnit.MILLISECONDS))
                .addLast(FRAME_IN, decoder(MAX_HANDSHAKE_BYTES))
                .addLast("frame-out", new LengthFieldPrepender(LENGTH_BYTES))
                .addLast("protobuf-in", new ProtobufDecoder(MeshFrame.getDefaultInstance()))
                .addLast("protobuf-out", new ProtobufEncoder());
    }

    /** Lets large frames in, now that the other side is known. */
    static void trust(ChannelPipeline pipeline) {
        pipeline.replace(FRAME_IN, FRAME_IN, decoder(MAX_FRAME_BYTES));
    }

    /** What a frame takes on the connection, in bytes. */
    static int size(MeshFrame frame) {
        return LENGTH_BYTES + frame.getSerializedSize();
    }

    static MeshNode node(Incarnation life) {
        return MeshNode.newBuilder()
                .setNodeId(life.node().value())
                .setEpoch(life.epoch())
                .build();
    }

    /** The incarnation that a frame names; empty if it names none. */
    static Optional<Incarnation> life(MeshNode node) {
        return node.getNodeId() < 0
                ? Optional.empty()
                : Optional.of(new Incarnation(new NodeId(node.getNodeId()), node.getEpoch()));
    }

    private static LengthFieldBasedFrameDecoder decoder(int maxBytes) {
        return new LengthFieldBasedFrameDecoder(maxBytes, 0, LENGTH_BYTES, 0, LENGTH_BYTES);
    }
}
