package io.yizhan.server.auth;

import chat.v2.KickReason;
import chat.v2.Kicked;
import io.yizhan.access.RevocationFeed;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.SessionManager;

/** Ends the sessions here whose token was revoked. Safe from any thread, does not block. */
public final class RevokedSessions implements RevocationFeed.Listener {
    private static final Kicked REVOKED = Kicked.newBuilder()
            .setReason(KickReason.TOKEN_REVOKED)
            .setMessage("The token was revoked")
            .build();

    private final SessionManager sessions;

    public RevokedSessions(SessionManager sessions) {
        this.sessions = sessions;
    }

    @Override
    public void revoked(UserId user, DeviceId device) {
        sessions.all().stream()
                .filter(session ->
                        session.user().equals(user) && session.device().equals(device))
                .forEach(session -> session.kick(REVOKED));
    }
}
