package io.yizhan.server.state;

import chat.v2.KickReason;
import chat.v2.Kicked;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.server.session.LocalSession;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.session.SessionManager;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The registry entries of the sessions here. Safe from any thread, never blocks. */
final class OwnEntries {
    private static final Logger log = LoggerFactory.getLogger(OwnEntries.class);

    private final SessionRegistry registry;
    private final SessionManager local;

    OwnEntries(SessionRegistry registry, SessionManager local) {
        this.registry = registry;
        this.local = local;
    }

    boolean isHere(LocalSession session) {
        return local.find(session.id()).filter(found -> found == session).isPresent();
    }

    /**
     * To be called after each write that may have entered {@code written}: a session that ended meanwhile has looked
     * for its entry too early, so it is taken out here. Ending removes the session first and looks for the entry then;
     * writing looks for the session last. So one of the two sees the other.
     */
    void settle(LocalSession session, SessionAddress written) {
        if (!isHere(session)) {
            remove(written);
        }
    }

    /** Takes the entry out if it still is exactly this one; left to its lease if the registry cannot be reached. */
    void remove(SessionAddress address) {
        registry.unregister(address).whenComplete((removed, failure) -> {
            if (failure != null) {
                log.debug("Left to its lease in the registry: {}", address.session(), failure);
            }
        });
    }

    /**
     * Hands the session to another life of this worker, or ends it if it is displaced.
     *
     * @return fails if the registry cannot be reached; then the session stands as before
     */
    CompletionStage<Void> move(LocalSession session, Incarnation holder) {
        Optional<SessionAddress> from = session.registered();
        if (from.isEmpty() || from.get().holder().equals(holder)) {
            return CompletableFuture.completedStage(null);
        }
        return registry.move(from.get(), holder).thenAccept(hold -> {
            if (hold instanceof Hold.Kept moved) {
                session.activate(moved.address());
                settle(session, moved.address());
            } else if (hold instanceof Hold.Displaced gone) {
                displaced(session, gone.by());
            }
        });
    }

    /** Enters the session as {@code address} again, unless it is displaced; the next renewal finds out about that. */
    void restore(LocalSession session, SessionAddress address) {
        registry.refresh(Map.of(address, session.idle())).whenComplete((displaced, failure) -> {
            if (failure != null) {
                log.debug("Left to the next renewal: {}", session.id(), failure);
            } else {
                settle(session, address);
            }
        });
    }

    /** Ends a session whose place another login has taken; the registry has forgotten it already. */
    void displaced(LocalSession session, DeviceId by) {
        end(session, elsewhere(by));
    }

    /** What a displaced session is told. */
    static Kicked elsewhere(DeviceId by) {
        return Kicked.newBuilder()
                .setReason(KickReason.LOGIN_ELSEWHERE)
                .setByDeviceId(by.value())
                .setMessage("Logged in elsewhere")
                .build();
    }

    /** Says why and closes. The session is nobody's to find from now on. */
    void end(LocalSession session, Kicked notice) {
        local.remove(session);
        session.kick(notice);
    }
}
