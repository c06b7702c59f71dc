package io.yizhan.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.SendRequest;
import chat.v2.Target;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.SessionId;
import io.yizhan.identity.UserId;
import io.yizhan.server.delivery.SendCommand;
import io.yizhan.server.session.LocalSession;
import io.yizhan.server.session.OnLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SendRequestsTest {
    private final MockTicker clock = Ticker.newMockTicker();
    private final EmbeddedChannel channel =
            EmbeddedChannel.builder().ticker(clock).build();
    private final LocalSession session =
            new LocalSession(new UserId("ann"), new DeviceId("phone"), 1, new SessionId("s"), channel, OnLoop.shared());
    private final CompletableFuture<Boolean> firstLookUp = new CompletableFuture<>();
    private final List<Duration> waited = new ArrayList<>();
    private final Fakes fakes = new Fakes();
    private final SendRequests sends =
            new SendRequests(session, new Replies(session, new InboundGate(channel), channel.eventLoop()), services());

    private ClientServices services() {
        fakes.send = command -> {
            waited.add(command.waited());
            return new CompletableFuture<>();
        };
        fakes.exists = user -> user.value().equals("bob") ? firstLookUp : CompletableFuture.completedFuture(true);
        return fakes.services();
    }

    private static SendRequest to(String user, long id) {
        return SendRequest.newBuilder()
                .setTarget(Target.newBuilder().setUserId(user))
                .setClientMsgId(id)
                .setContent(Content.newBuilder().setType(ContentType.TEXT))
                .build();
    }

    /** Ten seconds are promised from when a request came, and look-ups, also those of requests before it, take some. */
    @Test
    void saysHowLongARequestWaited_forItsOwnLookUpAndThoseBefore() {
        sends.send(1, to("bob", 1));
        clock.advance(1, TimeUnit.SECONDS);
        sends.send(2, to("cid", 2));
        clock.advance(2, TimeUnit.SECONDS);
        assertThat(waited).isEmpty();
        firstLookUp.complete(true);
        assertThat(waited).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(2));
    }

    @Test
    void sendsNothing_toWhomTakesNothingFromThisUser() {
        session.start(Frame.getDefaultInstance());
        channel.readOutbound();
        fakes.refuses =
                recipient -> CompletableFuture.completedFuture(recipient.value().equals("cid"));

        sends.send(7, to("cid", 1));
        sends.send(8, to("dan", 2));

        assertThat(fakes.sent).extracting(SendCommand::clientMsgId).containsExactly(2L);
        Frame answer = channel.readOutbound();
        assertThat(answer.getRequestId()).isEqualTo(7);
        assertThat(answer.getError().getCode()).isEqualTo(ErrorCode.BLOCKED);
        assertThat(answer.getError().getRetryAfterMs()).isZero();
    }
}
