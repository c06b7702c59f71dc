package io.yizhan.server.cluster;

import com.google.protobuf.ByteString;
import io.yizhan.identity.Incarnation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What both sides of a handshake must agree on; a proof covers all of it, so it fits no other handshake.
 *
 * @param acceptorNonce fresh random bytes of the accepting side, so that no HELLO can be replayed
 * @param diallerNonce fresh random bytes of the dialling side, so that no WELCOME can be
 * @param acceptor who accepts
 * @param dialler who dials
 * @param linkEpoch the number of this link at the dialling side
 */
record MeshTranscript(
        ByteString acceptorNonce, ByteString diallerNonce, Incarnation acceptor, Incarnation dialler, long linkEpoch) {
    static final int NONCE_BYTES = 32;
    private static final byte[] LABEL = "yizhan mesh 1".getBytes(StandardCharsets.US_ASCII);

    /** @throws IllegalArgumentException for a nonce of another length */
    MeshTranscript {
        if (acceptorNonce.size() != NONCE_BYTES || diallerNonce.size() != NONCE_BYTES) {
            throw new IllegalArgumentException(
                    "A nonce has 32 bytes, got: " + acceptorNonce.size() + " and " + diallerNonce.size());
        }
    }

    /** All fields in fixed places behind a tag for the direction, so that neither side's proof serves the other. */
    byte[] bytes(Side prover) {
        return ByteBuffer.allocate(LABEL.length + 1 + 2 * NONCE_BYTES + 5 * Long.BYTES)
                .put(LABEL)
                .put((byte) prover.tag)
                .put(acceptorNonce.asReadOnlyByteBuffer())
                .put(diallerNonce.asReadOnlyByteBuffer())
                .putLong(acceptor.node().value())
                .putLong(acceptor.epoch())
                .putLong(dialler.node().value())
                .putLong(dialler.epoch())
                .putLong(linkEpoch)
                .array();
    }

    /** Who proves. */
    enum Side {
        DIALLER('D'),
        ACCEPTOR('A');

        private final char tag;

        Side(char tag) {
            this.tag = tag;
        }
    }
}
