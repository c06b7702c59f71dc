package io.yizhan.server.cluster;

import com.google.protobuf.ByteString;
import io.yizhan.identity.Incarnation;
import io.yizhan.server.config.MeshConfig;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What a handshake goes by: who we are, who belongs to us, and the secret that proves it. Safe from any thread. */
final class MeshTrust {
    private static final Duration MAX_HANDSHAKE = Duration.ofSeconds(5);

    private final MeshProof proof;
    private final SecureRandom random = new SecureRandom();
    private final Supplier<Incarnation> self;
    private final Predicate<Incarnation> members;
    private final Duration handshakeTimeout;

    MeshTrust(MeshConfig config, Supplier<Incarnation> self, Predicate<Incarnation> members) {
        this.proof = new MeshProof(config.secret());
        this.self = self;
        this.members = members;
        this.handshakeTimeout =
                config.pingTimeout().compareTo(MAX_HANDSHAKE) < 0 ? config.pingTimeout() : MAX_HANDSHAKE;
    }

    MeshProof proof() {
        return proof;
    }

    Incarnation self() {
        return self.get();
    }

    boolean isMember(Incarnation peer) {
        return members.test(peer);
    }

    ByteString nonce() {
        byte[] bytes = new byte[MeshTranscript.NONCE_BYTES];
        random.nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }

    Duration handshakeTimeout() {
        return handshakeTimeout;
    }
}
