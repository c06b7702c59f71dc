package io.yizhan.bench.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Frame;
import chat.v2.LoginResponse;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CrowdHandlerTest {
    private final List<String> heard = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel(new CrowdHandler(
            new CrowdListener() {
                @Override
                public void loggedIn() {
                    heard.add("in");
                }

                @Override
                public void ended(String why) {
                    heard.add(why);
                }
            },
            Conduct.QUIET));

    private void minutesPass() {
        channel.advanceTimeBy(2, TimeUnit.MINUTES);
        channel.runScheduledPendingTasks();
    }

    @Test
    void givesUp_whenTheLoginIsNeverAnswered() {
        minutesPass();

        assertThat(heard).first().isEqualTo("the login was not answered");
        assertThat(channel.isActive()).isFalse();
    }

    @Test
    void stays_onceItIsLoggedIn_andPings() {
        channel.writeInbound(Frame.newBuilder()
                .setLoginResponse(LoginResponse.newBuilder().setHeartbeatMs(30_000))
                .build());
        minutesPass();

        assertThat(heard).containsExactly("in");
        assertThat(channel.isActive()).isTrue();
        assertThat(channel.<Frame>readOutbound().hasPing()).isTrue();
    }
}
