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

    private byte[] mac(MeshTranscript.Side prover, MeshTranscript transcript) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(transcript.bytes(prover));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has: " + ALGORITHM, e);
        }
    }
}
