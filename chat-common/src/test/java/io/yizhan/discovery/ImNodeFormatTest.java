package io.yizhan.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImNodeFormatTest {
    private static final Incarnation LIFE = new Incarnation(new NodeId(7), 42);
    private final ImNodeFormat format = new ImNodeFormat();

    @Test
    void writesWhatTheContractShows() {
        byte[] data = format.write(new NodeEndpoint("10.0.0.5", 7000, 7100), 1234, NodeState.UP);

        assertThat(new String(data, UTF_8))
                .isEqualTo("{\"host\":\"10.0.0.5\",\"port\":7000,\"meshPort\":7100,\"balance\":1234,\"state\":\"UP\"}");
    }

    @Test
    void readsWhatItWrote() {
        var endpoint = new NodeEndpoint("worker.example", 1, 65_535);

        assertThat(format.read(LIFE, format.write(endpoint, 5, NodeState.DRAINING)))
                .isEqualTo(new ImNode(LIFE, endpoint, 5, NodeState.DRAINING));
    }

    @Test
    void tellsOfTls_whereThereIsSome() {
        var endpoint = new NodeEndpoint("worker.example", 7000, 7100, true);
        byte[] data = format.write(endpoint, 5, NodeState.UP);

        assertThat(new String(data, UTF_8)).contains("\"meshPort\":7100,\"tls\":true,");
        assertThat(format.read(LIFE, data).endpoint()).isEqualTo(endpoint);
    }

    @Test
    void readsAForeignNode_withUnknownMembersAndWithoutMesh() {
        ImNode node = read("{\"id\":99,\"host\":\"h\",\"port\":7000,\"zone\":{\"a\":[1]},\"balance\":1e3}");

        assertThat(node.id()).isEqualTo(new NodeId(7)); // the name decides, not the data
        assertThat(node.endpoint()).isEqualTo(new NodeEndpoint("h", 7000, NodeEndpoint.NO_MESH));
        assertThat(node.endpoint().hasMesh()).isFalse();
        assertThat(node.balance()).isEqualTo(1000);
        assertThat(node.state()).isEqualTo(NodeState.UP);
    }

    @Test
    void givesNobodyNew_toANodeInAnUnknownState() {
        assertThat(read("{\"host\":\"h\",\"port\":1,\"state\":\"STARTING\"}").state())
                .isEqualTo(NodeState.DRAINING);
    }

    @Test
    void keepsTheBalanceInRange() {
        assertThat(read("{\"host\":\"h\",\"port\":1,\"balance\":-5}").balance()).isZero();
        assertThat(read("{\"host\":\"h\",\"port\":1,\"balance\":99999999999}").balance())
                .isEqualTo(Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "192.168.0.1",
                "{}",
                "{\"host\":\"h\"}",
                "{\"port\":1}",
                "{\"host\":\"h\",\"port\":70000}",
                "{\"host\":\"h\",\"port\":\"x\"}",
                "{\"host\":\"h\",\"port\":99999999999}",
                "{\"host\":\"h\",\"port\":1,\"meshPort\":-1}",
                "{\"host\":{},\"port\":1}"
            })
    void refusesDataThatNamesNoNode(String data) {
        assertThatThrownBy(() -> read(data)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesTheIdFromTheName() {
        assertThat(ImNodeFormat.idOf("seq-0000000012")).contains(new NodeId(12));
        assertThat(ImNodeFormat.idOf("seq-0000000000")).contains(new NodeId(0));
        assertThat(ImNodeFormat.idOf("seq--2147483648")).isEmpty();
        assertThat(ImNodeFormat.idOf("_c_1b4b-seq-0000000012")).isEmpty();
        assertThat(ImNodeFormat.idOf("seq-12")).isEmpty();
    }

    private ImNode read(String data) {
        return format.read(LIFE, data.getBytes(UTF_8));
    }
}
