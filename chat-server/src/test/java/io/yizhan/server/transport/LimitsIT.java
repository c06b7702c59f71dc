package io.yizhan.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.ErrorCode;
import chat.v2.Frame;
import io.yizhan.server.config.NewcomerConfig;
import io.yizhan.settings.SendLimit;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How many may come, and how fast one may send. */
class LimitsIT extends ListenerFixture {
    @Test
    void tellsWhoComesBeyondItsLimit_thatThisWorkerIsFull() throws IOException {
        RawClient first = connect().loggedIn("alice");
        for (int i = 1; i < Fakes.MOST; i++) {
            connect().loggedIn("user-" + i);
        }
        int logins = fakes.logins.get();

        RawClient late = connect();
        late.send(RawClient.login(9, "dave", "phone", "good"));

        late.expectError(9, ErrorCode.OVERLOADED);
        late.expectEnd();
        assertThat(fakes.logins.get()).as("not even its token is looked up").isEqualTo(logins);
        first.close();
        await().until(() -> fakes.sessions.size() < Fakes.MOST);
        connect().loggedIn("dave");
    }

    @Test
    void tellsWhoSendsTooFast_whenToComeBack_andStaysOpen() throws IOException {
        RawClient client = connect().loggedIn("alice");
        fakes.sendLimit = Optional.of(new SendLimit(1, 2));
        client.send(RawClient.message(2, "bob", 1, "a"));
        client.send(RawClient.message(3, "bob", 2, "b"));
        client.send(RawClient.message(4, "bob", 3, "c"));

        assertThat(client.receive().hasSendResponse()).isTrue();
        assertThat(client.receive().hasSendResponse()).isTrue();
        Frame refused = client.receive();
        assertThat(refused.getRequestId()).isEqualTo(4);
        assertThat(refused.getError().getCode()).isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(refused.getError().getRetryAfterMs()).isEqualTo(1_000);
        client.send(ping(5));
        assertThat(client.receive().hasPong()).isTrue();
    }

    @Test
    void closesIdleConnectionsBeyondItsLimits_andGoesOnServingThoseElsewhere() throws Exception {
        listen(config(Duration.ofSeconds(4), Duration.ofSeconds(30), new NewcomerConfig(250, 200)));
        idle("127.0.0.2", 400);
        await().until(() -> listener.refusedNewcomers() == 200);
        RawClient alice = connect().loggedIn("alice");

        idle("127.0.0.3", 60);
        await().until(() -> listener.refusedNewcomers() == 210);
        for (RawClient idle : clients) {
            if (idle != alice) {
                idle.readToEnd(); // the others by the time-out of the login
            }
        }
        connect().loggedIn("bob");
    }

    private void idle(String address, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            clients.add(RawClient.from(address, port));
        }
    }

    @Test
    void countsNobodyWhoIsLoggedInOrGone() throws Exception {
        listen(config(Duration.ofSeconds(5), Duration.ofSeconds(30), new NewcomerConfig(2, 1)));
        for (int i = 0; i < 3; i++) {
            connect().loggedIn("user-" + i);
        }
        RawClient refused = connect();
        refused.send(RawClient.login(1, "mallory", "phone", "wrong"));
        refused.expectError(1, ErrorCode.BAD_TOKEN);
        refused.close();

        await().untilAsserted(() -> connect().loggedIn("ann"));
    }
}
