package io.yizhan.server.cluster;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.yizhan.identity.Incarnation;
import io.yizhan.server.mesh.PeerPublication;
import io.yizhan.server.mesh.SealedPublication;
import java.util.Optional;

/** Publications to bytes that show that a worker of this cluster made them, and back. Safe from any thread. */
final class PublicationSeal {
    private final MeshProof proof;

    PublicationSeal(MeshProof proof) {
        this.proof = proof;
    }

    /** The channel of one life of a worker: nobody listens there any more when that is over. */
    static String channel(Incarnation life) {
        return "im:peer:" + life.node().value() + ":" + life.epoch();
    }

    byte[] seal(PeerPublication publication) {
        ByteString bytes = publication.toByteString();
        return SealedPublication.newBuilder()
                .setPublication(bytes)
                .setProof(proof.ofPublication(bytes))
                .build()
                .toByteArray();
    }

    /** What was sealed; empty if these bytes are too many, or no worker of this cluster made them. */
    Optional<PeerPublication> open(byte[] bytes) {
        if (bytes.length > MeshFraming.MAX_FRAME_BYTES) {
            return Optional.empty();
        }
        try {
            SealedPublication sealed = SealedPublication.parseFrom(bytes);
            return proof.isOfPublication(sealed.getProof(), sealed.getPublication())
                    ? Optional.of(PeerPublication.parseFrom(sealed.getPublication()))
                    : Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty(); // not from us, whatever it is
        }
    }
}
