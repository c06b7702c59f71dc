package io.yizhan.server.cluster;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 with the secret that all workers of a cluster share. Safe from any thread. */
final class MeshProof {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MIN_SECRET_BYTES = 32;
    /** Before the bytes, so that a proof serves for nothing else; a handshake's begin with another label. */
    private static final byte[] PUBLICATION = "yizhan publication 1".getBytes(StandardCharsets.US_ASCII);

    private final SecretKeySpec key;

    /** @throws IllegalArgumentException if the secret has fewer than 32 bytes in UTF-8 */
    MeshProof(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException("The mesh secret needs 32 bytes, it has: " + bytes.length);
        }
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    ByteString of(MeshTranscript.Side prover, MeshTranscript transcript) {
        return ByteString.copyFrom(mac(prover, transcript));
    }

    /** Whether {@code proof} is right; takes the same time for any wrong one. */
    boolean isValid(ByteString proof, MeshTranscript.Side prover, MeshTranscript transcript) {
        return MessageDigest.isEqual(proof.toByteArray(), mac(prover, transcript));
    }

    /** Fits these bytes of a publication, and no handshake. */
    ByteString ofPublication(ByteString publication) {
        return ByteString.copyFrom(mac(publication));
    }

    /** As {@link #isValid}, for a publication. */
    boolean isOfPublication(ByteString proof, ByteString publication) {
        return MessageDigest.isEqual(proof.toByteArray(), mac(publication));
    }

    private byte[] mac(MeshTranscript.Side prover, MeshTranscript transcript) {
        return mac().doFinal(transcript.bytes(prover));
    }

    private byte[] mac(ByteString publication) {
        Mac mac = mac();
        mac.update(PUBLICATION);
        publication.asReadOnlyByteBufferList().forEach(mac::update);
        return mac.doFinal();
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has: " + ALGORITHM, e);
        }
    }
}
