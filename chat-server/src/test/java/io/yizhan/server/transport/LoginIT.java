package io.yizhan.server.transport;

import static io.yizhan.server.transport.RawClient.login;
import static io.yizhan.server.transport.RawClient.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.LoginRequest;
import chat.v2.LoginResponse;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.auth.LoginResult;
import io.yizhan.server.state.Registration;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a connection may do until it has a session. */
class LoginIT extends ListenerFixture {
    @Test
    void tellsWhatTheClientNeeds_whenALoginSucceeds() throws IOException {
        RawClient client = connect();
        client.send(login(17, "alice", "phone", "good"));

        Frame answer = client.receive();

        assertThat(answer.getRequestId()).isEqualTo(17);
        LoginResponse response = answer.getLoginResponse();
        assertThat(response.getSessionId()).isNotEmpty();
        assertThat(response.getNodeId()).isEqualTo(Fakes.SELF.node().value());
        assertThat(response.getHeartbeatMs()).isEqualTo(30_000);
        assertThat(response.getMaxUnacked()).isEqualTo(32);
        assertThat(response.getServerTimeMs()).isCloseTo(System.currentTimeMillis(), offset());
    }

    @Test
    void answersNotLoggedIn_andStaysOpen_beforeTheLogin() throws IOException {
        RawClient client = connect();
        client.send(ping(5));
        client.expectError(5, ErrorCode.NOT_LOGGED_IN);
        client.send(Frame.newBuilder().setRequestId(6).build());
        client.expectError(6, ErrorCode.NOT_LOGGED_IN);
        client.send(message(0, "bob", 1, "hi"));
        client.expectError(0, ErrorCode.NOT_LOGGED_IN);

        client.loggedIn("alice");

        assertThat(fakes.sent).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"wrong, BAD_TOKEN", "busy, OVERLOADED", "lost, UNAVAILABLE"})
    void saysWhyThenEnds_whenALoginIsRefused(String token, ErrorCode code) throws IOException {
        fakes.login = request -> switch (request.getToken()) {
            case "busy" -> CompletableFuture.completedStage(new LoginResult.Overloaded());
            case "lost" -> CompletableFuture.failedStage(new IOException("Redis is away"));
            default -> fakes.judge(request);
        };
        RawClient client = connect();
        client.send(login(3, "alice", "phone", token));

        client.expectError(3, code);
        client.expectEnd();
    }

    @Test
    void saysBadTokenThenEnds_whenItIsRevokedWhileTheLoginIsChecked() throws IOException {
        CompletableFuture<LoginResult> pending = new CompletableFuture<>();
        fakes.login = request -> pending;
        RawClient client = connect();
        Frame login = login(4, "alice", "phone", "good");
        client.send(login);
        await().until(() -> fakes.logins.get() == 1);

        fakes.states.revoked(new UserId("alice"), new DeviceId("phone"));
        pending.complete(fakes.accepted(login.getLoginRequest()));

        client.expectError(4, ErrorCode.BAD_TOKEN);
        client.expectEnd();
        assertThat(fakes.sessions.all()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"good, ERROR_UNSPECIFIED", "wrong, BAD_TOKEN"})
    void looksTheTokenUpAgain_whenTheUserIsKickedWhileTheLoginIsChecked(String now, ErrorCode code) throws IOException {
        CompletableFuture<LoginResult> pending = new CompletableFuture<>();
        Frame login = login(4, "alice", "phone", "good");
        fakes.login = request ->
                pending.isDone() ? fakes.judge(login(4, "alice", "phone", now).getLoginRequest()) : pending;
        RawClient client = connect();
        client.send(login);
        await().until(() -> fakes.logins.get() == 1);

        fakes.states.kicked(new UserId("alice"), "Please stop");
        pending.complete(fakes.accepted(login.getLoginRequest()));

        Frame answer = client.receive();
        assertThat(answer.getError().getCode()).isEqualTo(code);
        assertThat(answer.hasLoginResponse()).isEqualTo(now.equals("good"));
        assertThat(fakes.logins).hasValue(2);
    }

    @Test
    void saysUnavailableThenEnds_whenTheRegistryIsAway() throws IOException {
        fakes.register = claim -> CompletableFuture.failedStage(new IOException("Redis is away"));
        RawClient client = connect();
        client.send(login(3, "alice", "phone", "good"));

        client.expectError(3, ErrorCode.UNAVAILABLE);
        client.expectEnd();
        assertThat(fakes.sessions.size()).isZero();
    }

    @Test
    void staysOpen_whenThePlatformIsUnknown() throws IOException {
        RawClient client = connect();
        client.send(Frame.newBuilder()
                .setRequestId(4)
                .setLoginRequest(LoginRequest.newBuilder()
                        .setToken("good")
                        .setUserId("alice")
                        .setDeviceId("phone")
                        .setPlatformValue(77))
                .build());
        client.expectError(4, ErrorCode.INVALID_ARGUMENT);

        client.loggedIn("alice");
    }

    @Test
    void refusesASecondLogin_andStaysOpen() throws IOException {
        RawClient client = connect().loggedIn("alice");
        client.send(login(9, "alice", "phone", "good"));
        client.expectError(9, ErrorCode.ALREADY_LOGGED_IN);

        client.send(ping(10));

        assertThat(client.receive().hasPong()).isTrue();
    }

    @Test
    void answersInOrder_whatArrivesWhileTheLoginIsChecked() throws IOException {
        CompletableFuture<LoginResult> pending = new CompletableFuture<>();
        fakes.login = request -> pending;
        RawClient client = connect();
        Frame login = login(1, "alice", "phone", "good");
        client.send(login);
        client.send(ping(2));
        client.send(login(3, "alice", "phone", "good"));
        await().until(() -> fakes.logins.get() == 1);

        pending.complete(fakes.accepted(login.getLoginRequest()));

        assertThat(client.receive().hasLoginResponse()).isTrue();
        assertThat(client.receive().hasPong()).isTrue();
        client.expectError(3, ErrorCode.ALREADY_LOGGED_IN);
        assertThat(fakes.logins).hasValue(1);
    }

    @Test
    void answersTheLogin_onlyWhenTheSessionStandsInTheRegistry() throws Exception {
        CompletableFuture<Registration> pending = new CompletableFuture<>();
        fakes.register = claim -> pending.thenApply(any -> fakes.registration(claim));
        RawClient client = connect();
        client.send(login(1, "alice", "phone", "good"));
        await().until(() -> fakes.sessions.size() == 1);
        session().push(textOf(1));

        pending.complete(null);

        assertThat(client.receive().hasLoginResponse()).isTrue();
        assertThat(client.receive().getHeadNotice().getHeads(0).getHeadSeq()).isEqualTo(1);
    }

    @Test
    void closes_whoeverIsNotLoggedInInTime() throws Exception {
        listen(config(Duration.ofMillis(300), Duration.ofSeconds(30)));
        RawClient idle = connect();
        RawClient busy = connect();
        busy.send(ping(1));

        idle.expectEnd();
        busy.readToEnd();
    }
}
