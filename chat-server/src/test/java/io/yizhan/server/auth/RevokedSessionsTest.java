package io.yizhan.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Frame;
import chat.v2.KickReason;
import io.netty.channel.embedded.EmbeddedChannel;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.SessionId;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.LocalSession;
import io.yizhan.server.session.SessionManager;
import org.junit.jupiter.api.Test;

class RevokedSessionsTest {
    private final SessionManager sessions = new SessionManager();

    @Test
    void endsTheSessionsOfThatDeviceOnly() {
        EmbeddedChannel phone = session("alice", "phone");
        EmbeddedChannel tablet = session("alice", "tablet");
        EmbeddedChannel bob = session("bob", "phone");

        new RevokedSessions(sessions).revoked(new UserId("alice"), new DeviceId("phone"));

        Frame last = phone.readOutbound();
        assertThat(last.getKicked().getReason()).isEqualTo(KickReason.TOKEN_REVOKED);
        assertThat((Object) tablet.readOutbound()).isNull();
        assertThat((Object) bob.readOutbound()).isNull();
    }

    private EmbeddedChannel session(String user, String device) {
        EmbeddedChannel channel = new EmbeddedChannel();
        sessions.add(
                new LocalSession(new UserId(user), new DeviceId(device), 1, new SessionId(user + device), channel));
        return channel;
    }
}
