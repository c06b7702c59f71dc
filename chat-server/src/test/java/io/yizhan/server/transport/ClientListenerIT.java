package io.yizhan.server.transport;

import static io.yizhan.server.transport.RawClient.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.KickReason;
import chat.v2.Kicked;
import chat.v2.LogoutRequest;
import io.yizhan.server.delivery.SendOutcome;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that come in, and how connections end. */
class ClientListenerIT extends ListenerFixture {
    @ParameterizedTest
    @CsvSource({
        "0087, 2, 0, BAD_FRAME",
        "4745, 21536, 0, BAD_FRAME",
        "0086, 2, -1, BAD_FRAME",
        "0086, 3, 0, UNSUPPORTED_VERSION",
        "0086, 2, 4097, FRAME_TOO_LARGE",
        "0086, 2, 2147483647, FRAME_TOO_LARGE"
    })
    void saysWhatIsWrongThenEnds_whenAHeaderIsBroken(String magic, int version, int length, ErrorCode code)
            throws IOException {
        RawClient client = connect();
        client.header(Integer.parseInt(magic, 16), version, length);

        client.expectError(0, code);
        client.expectEnd();
    }

    @Test
    void saysBadFrameThenEnds_whenABodyDoesNotParse() throws IOException {
        RawClient client = connect().loggedIn("alice");
        client.header(0x86, 2, 3);
        client.bytes((byte) 0xff, (byte) 0xff, (byte) 0xff);

        client.expectError(0, ErrorCode.BAD_FRAME);
        client.expectEnd();
        await().untilAsserted(() -> assertThat(fakes.left).hasSize(1));
    }

    @Test
    void endsWithoutAnError_whenAFrameOfVersionOneIsBroken() throws IOException {
        RawClient client = connect();
        client.header(0x86, 1, -1);

        client.expectEnd();
    }

    @Test
    void refusesAnotherVersion_afterTheFirstFrame() throws IOException {
        RawClient client = connect().loggedIn("alice");
        client.header(0x86, 1, 0);

        client.expectError(0, ErrorCode.UNSUPPORTED_VERSION);
        client.expectEnd();
    }

    @Test
    void takesLargerFrames_afterTheLogin() throws IOException {
        RawClient client = connect().loggedIn("alice");

        client.send(message(2, "bob", 1, "x".repeat(16 << 10)));
        assertThat(client.receive().hasSendResponse()).isTrue();

        client.header(0x86, 2, (1 << 20) + 1);
        client.expectError(0, ErrorCode.FRAME_TOO_LARGE);
    }

    @Test
    void closes_whoeverIsSilentForThreeHeartbeats() throws Exception {
        listen(config(Duration.ofSeconds(5), Duration.ofMillis(200)));
        RawClient client = connect().loggedIn("alice");

        client.expectEnd();

        await().untilAsserted(() -> assertThat(fakes.left).hasSize(1));
        assertThat(fakes.sessions.size()).isZero();
    }

    @Test
    void answersEarlierSends_beforeALogout() throws IOException {
        CompletableFuture<SendOutcome> slow = new CompletableFuture<>();
        fakes.send = command -> slow;
        RawClient client = connect().loggedIn("alice");
        client.send(message(2, "bob", 1, "hi"));
        client.send(Frame.newBuilder()
                .setRequestId(3)
                .setLogoutRequest(LogoutRequest.getDefaultInstance())
                .build());
        client.send(ping(4));
        await().until(() -> fakes.sent.size() == 1);

        slow.complete(fakes.stored(fakes.sent.get(0)));

        assertThat(client.receive().hasSendResponse()).isTrue();
        assertThat(client.receive().hasLogoutResponse()).isTrue();
        client.expectEnd();
    }

    @Test
    void answersNothing_afterAKick() throws IOException {
        RawClient client = connect().loggedIn("alice");
        session().kick(Kicked.newBuilder().setReason(KickReason.LOGIN_ELSEWHERE).build());

        assertThat(client.receive().getKicked().getReason()).isEqualTo(KickReason.LOGIN_ELSEWHERE);
        client.send(ping(2));
        client.expectEnd();
        client.close();
        await().untilAsserted(() -> assertThat(fakes.left).hasSize(1));
    }

    @Test
    void sendsClientsAway_andAnswersWhatIsOpen_whenItStops() throws Exception {
        CompletableFuture<SendOutcome> slow = new CompletableFuture<>();
        fakes.send = command -> slow;
        RawClient client = connect().loggedIn("alice");
        client.send(message(2, "bob", 1, "hi"));
        await().until(() -> fakes.sent.size() == 1);
        CompletableFuture<Void> drained = CompletableFuture.runAsync(() -> drain(Duration.ofMillis(100)));

        assertThat(client.receive().getGoAway().getReconnectWithinMs()).isEqualTo(100);
        slow.complete(fakes.stored(fakes.sent.get(0)));
        assertThat(client.receive().hasSendResponse()).isTrue();
        client.expectEnd();
        client.close();

        await().until(drained::isDone);
        assertThat(fakes.sessions.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100})
    void readsFrames_inPieces(int size) throws IOException {
        RawClient client = connect().loggedIn("alice");
        byte[] body = message(2, "bob", 1, "in pieces").toByteArray();
        client.header(0x86, 2, body.length);
        for (int at = 0; at < body.length; at += size) {
            client.bytes(Arrays.copyOfRange(body, at, Math.min(body.length, at + size)));
        }

        assertThat(client.receive().hasSendResponse()).isTrue();
    }
}
