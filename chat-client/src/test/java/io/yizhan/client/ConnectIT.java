package io.yizhan.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.GoAway;
import chat.v2.KickReason;
import chat.v2.Kicked;
import io.yizhan.client.connection.ChatException;
import io.yizhan.client.fake.FakeWorker;
import io.yizhan.client.gate.GateException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Getting connected and staying so, or not. */
class ConnectIT extends ClientFixture {
    @Test
    void staysAway_afterItWasKicked() throws Exception {
        ChatClient client = connected(config());
        cluster.worker(0)
                .tell(Frame.newBuilder()
                        .setKicked(Kicked.newBuilder().setReason(KickReason.LOGIN_ELSEWHERE))
                        .build());
        await().atMost(LIMIT).until(() -> listener.disconnected.size() == 1);
        assertThat(listener.kicked).extracting(Kicked::getReason).containsExactly(KickReason.LOGIN_ELSEWHERE);
        assertThat(client.node()).isEmpty();
        await().during(Duration.ofMillis(400)).until(() -> listener.connected.size() == 1);
        assertThat(listener.reconnecting).isEmpty();
    }

    @Test
    void movesToAnotherWorker_whenItsWorkerDrains() throws Exception {
        ChatClient client = connected(config());
        cluster.worker(0)
                .tell(Frame.newBuilder()
                        .setGoAway(GoAway.newBuilder().setReconnectWithinMs(100))
                        .build());
        await().atMost(LIMIT).until(() -> client.node().map(ConnectedNode::id).equals(Optional.of(1L)));
        assertThat(get(client.send("alice", "hi")).seq()).isEqualTo(1);
    }

    @Test
    void leavesADrainingWorkerInTime_thoughSomethingIsAlwaysUnderWay() throws Exception {
        ChatClient client = connected(config());
        cluster.worker(0).script(frame -> frame.hasSendRequest() ? FakeWorker.SILENCE : null);
        var sent = client.send("alice", "hi");
        await().atMost(LIMIT)
                .until(() ->
                        !cluster.worker(0).received(Frame.BodyCase.SEND_REQUEST).isEmpty());
        long within = 2_500;
        cluster.worker(0)
                .tell(Frame.newBuilder()
                        .setGoAway(GoAway.newBuilder().setReconnectWithinMs((int) within))
                        .build());
        await().pollDelay(Duration.ofMillis(within)).until(() -> true);
        cluster.worker(0).dropConnections(); // as a worker does with those who stay

        await().atMost(LIMIT).until(() -> listener.connected.size() == 2);
        assertThat(listener.disconnected).containsExactly("The worker is draining");
        assertThat(get(sent).seq()).isEqualTo(1);
    }

    @Test
    void noticesADeadWorker_thatKeepsTheConnectionOpen() throws Exception {
        cluster.worker(0).heartbeatMs(500);
        connected(config());
        cluster.worker(0).script(frame -> FakeWorker.SILENCE);
        await().atMost(LIMIT).until(() -> listener.connected.size() == 2);
        assertThat(listener.connected.get(1).id()).isEqualTo(1);
    }

    @Test
    void staysConnected_whileTheWorkerAnswersPings() throws Exception {
        cluster.worker(0).heartbeatMs(1_000);
        connected(config());
        await().atMost(LIMIT)
                .until(() -> cluster.worker(0).received(Frame.BodyCase.PING).size() >= 4);
        assertThat(listener.disconnected).isEmpty();
    }

    @Test
    void logsInAnew_whenTheTokenIsNoLongerGood() throws Exception {
        connected(config());
        cluster.gate().forgetTokens();
        cluster.worker(0).dropConnections();
        await().atMost(LIMIT).until(() -> listener.connected.size() == 2);
        assertThat(cluster.gate().calls("/login")).isEqualTo(2);
    }

    @Test
    void usesAWorkerItKnows_whenNoGateAnswers() throws Exception {
        connected(config());
        cluster.gate().stop();
        cluster.worker(0).dropConnections();
        await().atMost(LIMIT).until(() -> listener.connected.size() == 2);
    }

    @Test
    void takesTheNextGate_whenOneIsDown() throws Exception {
        ChatClient client = client(
                config().gates(URI.create("http://127.0.0.1:1"), cluster.gate().uri()), listener);
        get(client.connect());
        assertThat(client.node()).isPresent();
    }

    @Test
    void saysWhichGate_whenNoneAnswers() {
        ChatClient client = client(config().gates(URI.create("http://127.0.0.1:1")), listener);
        assertThatThrownBy(() -> get(client.connect()))
                .hasCauseInstanceOf(GateException.class)
                .hasMessageContaining("http://127.0.0.1:1");
    }

    @Test
    void failsToConnect_withTheGatesCode_whenThePasswordIsWrong() {
        ChatClient client = client(config().password("wrong-pass"), listener);
        assertThatThrownBy(() -> get(client.connect()))
                .extracting(error -> ((GateException) error.getCause()).code())
                .isEqualTo("BAD_CREDENTIALS");
    }

    @Test
    void refusesASecondLogin_byItself() throws Exception {
        ChatClient client = connected(config());
        assertThatThrownBy(() -> get(client.connect()))
                .extracting(error -> ((ChatException) error.getCause()).code())
                .isEqualTo(ErrorCode.ALREADY_LOGGED_IN);
    }

    @Test
    void takesAnotherWorker_whenTheFirstIsFull() throws Exception {
        cluster.worker(0).script(frame -> FakeWorker.error(ErrorCode.OVERLOADED, 10));
        ChatClient client = connected(config());
        assertThat(client.node()).map(ConnectedNode::id).hasValue(1L);
    }

    @Test
    void killsTheToken_atLogout_andMayConnectAgain() throws Exception {
        ChatClient client = connected(config());
        get(client.logout());
        assertThat(cluster.gate().isGood("token-1")).isFalse();
        await().atMost(LIMIT).until(() -> cluster.worker(0).sessions() == 0);
        get(client.connect());
        assertThat(client.node()).isPresent();
    }
}
