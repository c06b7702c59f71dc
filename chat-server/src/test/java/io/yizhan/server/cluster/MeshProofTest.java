package io.yizhan.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.server.cluster.MeshTranscript.Side;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeshProofTest {
    private static final Incarnation ONE = new Incarnation(new NodeId(1), 10);
    private static final Incarnation TWO = new Incarnation(new NodeId(2), 20);
    private static final ByteString A = nonce(1);
    private static final ByteString B = nonce(2);

    private final MeshProof proof = new MeshProof("0123456789abcdef0123456789abcdef");
    private final MeshTranscript transcript = new MeshTranscript(A, B, ONE, TWO, 1);

    @Test
    void holdsForItsTranscriptAndSideOnly() {
        ByteString right = proof.of(Side.DIALLER, transcript);

        assertThat(right.size()).isEqualTo(32);
        assertThat(proof.isValid(right, Side.DIALLER, transcript)).isTrue();
        assertThat(proof.isValid(right, Side.ACCEPTOR, transcript)).isFalse();
        assertThat(List.of(
                        new MeshTranscript(B, A, ONE, TWO, 1),
                        new MeshTranscript(A, B, TWO, ONE, 1),
                        new MeshTranscript(A, B, ONE, new Incarnation(TWO.node(), 21), 1),
                        new MeshTranscript(A, B, ONE, TWO, 2)))
                .noneMatch(other -> proof.isValid(right, Side.DIALLER, other));
    }

    @Test
    void failsUnderAnotherSecret_orCutShort() {
        ByteString right = proof.of(Side.DIALLER, transcript);
        var other = new MeshProof("0123456789abcdef0123456789abcdeF");

        assertThat(other.isValid(right, Side.DIALLER, transcript)).isFalse();
        assertThat(proof.isValid(right.substring(1), Side.DIALLER, transcript)).isFalse();
        assertThat(proof.isValid(ByteString.EMPTY, Side.DIALLER, transcript)).isFalse();
    }

    @Test
    void refusesAShortSecret_andAShortNonce() {
        assertThatThrownBy(() -> new MeshProof("0123456789abcdef0123456789abcde"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(": 31");
        assertThatThrownBy(() -> new MeshTranscript(A, ByteString.EMPTY, ONE, TWO, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ByteString nonce(int value) {
        byte[] bytes = new byte[MeshTranscript.NONCE_BYTES];
        Arrays.fill(bytes, (byte) value);
        return ByteString.copyFrom(bytes);
    }
}
