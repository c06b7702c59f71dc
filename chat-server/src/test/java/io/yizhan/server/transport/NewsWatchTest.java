package io.yizhan.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Frame;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.SessionId;
import io.yizhan.identity.UserId;
import io.yizhan.server.delivery.CatchUp.Mark;
import io.yizhan.server.delivery.CatchUp.News;
import io.yizhan.server.session.LocalSession;
import io.yizhan.server.session.OnLoop;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.state.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When Pings look; what they find is told in {@link NewsIT}. */
class NewsWatchTest {
    private final ManualClock wall = new ManualClock();
    private final MockTicker ticker = Ticker.newMockTicker();
    private final Fakes fakes = new Fakes();
    private final Pinger ann = new Pinger("ann");
    private final Pinger bob = new Pinger("bob");

    @Test
    void looksOfSeveralSessionsBeginTogether() {
        pass(1_010);
        ann.watch.look();
        pass(140);
        bob.watch.look();
        pass(49);
        assertThat(fakes.looks).isEmpty();

        pass(1);

        assertThat(fakes.looks).hasSize(2);
    }

    @Test
    void looksOnceASecond_howeverManyPingsCome() {
        CompletableFuture<News> answer = new CompletableFuture<>();
        fakes.news = offset -> answer;
        for (int i = 0; i < 30; i++) {
            pass(100);
            ann.watch.look();
        }
        assertThat(fakes.looks).as("one is under way").hasSize(1);

        answer.complete(new News(List.of(), new Mark("life", 50), false));
        for (int i = 0; i < 21; i++) {
            pass(100);
            ann.watch.look();
        }
        assertThat(fakes.looks).hasSize(3);
    }

    private void pass(long millis) {
        wall.advance(Duration.ofMillis(millis));
        ticker.advance(millis, TimeUnit.MILLISECONDS);
        ann.channel.runScheduledPendingTasks();
        bob.channel.runScheduledPendingTasks();
    }

    private final class Pinger {
        private final EmbeddedChannel channel =
                EmbeddedChannel.builder().ticker(ticker).build();
        private final NewsWatch watch;

        Pinger(String user) {
            LocalSession session = new LocalSession(
                    new UserId(user), new DeviceId("phone"), 1, new SessionId(user), channel, OnLoop.shared());
            session.activate(new SessionAddress(session.user(), session.device(), 1, Fakes.SELF, session.id(), 1));
            session.start(Frame.getDefaultInstance());
            this.watch = new NewsWatch(
                    session,
                    new Replies(session, new InboundGate(channel), channel.eventLoop()),
                    fakes.services().catchUp(),
                    wall);
        }
    }
}
