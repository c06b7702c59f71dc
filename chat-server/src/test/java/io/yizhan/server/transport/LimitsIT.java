package io.yizhan.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.ErrorCode;
import chat.v2.Frame;
import io.yizhan.settings.SendLimit;
import java.io.IOException;
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
}
