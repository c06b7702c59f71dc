package io.yizhan.server.state;

import chat.v2.KickReason;
import chat.v2.Kicked;
import io.yizhan.identity.Incarnation;
import io.yizhan.server.session.LocalSession;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.session.SessionLocator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The one place that changes the shared registry and then tells those concerned: first the ledger, then the notice. */
public final class StateManager {
    private final SessionRegistry registry;
    private final SessionLocator sessions;
    private final Supplier<Incarnation> self;
    private final LoginPolicy policy;

    public StateManager(
            SessionRegistry registry, SessionLocator sessions, Supplier<Incarnation> self, LoginPolicy policy) {
        this.registry = registry;
        this.sessions = sessions;
        this.self = self;
        this.policy = policy;
    }

    /**
     * Gives a session its place in the registry and kicks whom it displaces. The session can be found here before
     * others can find it in the registry.
     *
     * @return its address, once it stands in the registry; fails if it could not be entered, and then nobody was kicked
     */
    public CompletionStage<SessionAddress> open(LocalSession session) {
        sessions.local().add(session);
        SessionClaim claim =
                new SessionClaim(session.user(), session.device(), session.platform(), self.get(), session.id());
        return registry.register(claim, policy).handle((registration, failure) -> {
            if (failure != null) {
                sessions.local().remove(session);
                throw new StateUnavailableException("Could not enter a session of: " + session.user(), failure);
            }
            session.activate(registration.own());
            registration.displaced().forEach(old -> displace(old, session));
            return registration.own();
        });
    }

    /** Takes a session that has ended out, here and in the registry; does nothing to a successor. */
    public CompletionStage<Boolean> close(LocalSession session) {
        sessions.local().remove(session);
        return session.registered().map(registry::unregister).orElseGet(() -> CompletableFuture.completedStage(false));
    }

    private void displace(SessionAddress old, LocalSession by) {
        sessions.locate(old)
                .kick(Kicked.newBuilder()
                        .setReason(KickReason.LOGIN_ELSEWHERE)
                        .setByDeviceId(by.device().value())
                        .setMessage("Logged in elsewhere")
                        .build());
    }
}
