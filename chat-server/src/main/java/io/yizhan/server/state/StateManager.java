package io.yizhan.server.state;

import chat.v2.KickReason;
import chat.v2.Kicked;
import com.github.benmanes.caffeine.cache.Ticker;
import io.yizhan.access.RevocationFeed;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.SessionId;
import io.yizhan.identity.UserId;
import io.yizhan.server.mesh.SessionTarget;
import io.yizhan.server.session.LocalSession;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.session.SessionLocator;
import io.yizhan.settings.LoginPolicy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that changes the shared registry and then tells those concerned: first the ledger, then the notice.
 * {@link LeaseKeeper} keeps standing what was entered here. Safe from any thread; no method blocks or throws.
 */
public final class StateManager implements RevocationFeed.Listener {
    private static final Logger log = LoggerFactory.getLogger(StateManager.class);

    private final SessionRegistry registry;
    private final SessionLocator sessions;
    private final Supplier<Incarnation> self;
    private final Supplier<LoginPolicy> policy;
    private final OwnEntries entries;
    private final Set<CompletableFuture<Boolean>> leaving = ConcurrentHashMap.newKeySet();
    private final Revocations revocations = new Revocations(Ticker.systemTicker());

    /**
     * @param self the present life of this worker
     * @param policy for the next login
     */
    public StateManager(
            SessionRegistry registry,
            SessionLocator sessions,
            Supplier<Incarnation> self,
            Supplier<LoginPolicy> policy) {
        this.registry = registry;
        this.sessions = sessions;
        this.self = self;
        this.policy = policy;
        this.entries = new OwnEntries(registry, sessions.local());
    }

    /** Whether this worker has as many sessions as it takes. */
    public boolean isFull() {
        return sessions.local().isFull();
    }

    /** What to give to {@link #open}: to be taken before the session's token is looked up. */
    public long beforeCheck() {
        return revocations.count();
    }

    /**
     * Gives a session its place in the registry and kicks whom it displaces. The session can be found here before
     * others can find it in the registry. One that is closed or kicked meanwhile is taken out again.
     *
     * @param beforeCheck what {@link #beforeCheck} said before the token was looked up
     * @return its address, once it stood in the registry, on a thread of the registry; fails if it could not be
     *     entered, and then nobody was kicked; with {@link TokenRevokedException} if the token died meanwhile, with
     *     {@link KickedMeanwhileException} if it may have, with {@link LoginRefusedException} if the policy keeps those
     *     who are there, with {@link WorkerFullException}
     */
    public CompletionStage<SessionAddress> open(LocalSession session, long beforeCheck) {
        // A revocation is noted first and looks for sessions then; here it is the other way round: one sees the other.
        if (!sessions.local().add(session)) {
            return CompletableFuture.failedStage(new WorkerFullException(
                    "As many sessions as this worker takes: " + sessions.local().size()));
        }
        if (revocations.isRevoked(session.user(), session.device(), beforeCheck)) {
            sessions.local().remove(session);
            return CompletableFuture.failedStage(
                    new TokenRevokedException("The token was revoked during the login of: " + session.user()));
        }
        if (revocations.isKicked(session.user(), beforeCheck)) {
            sessions.local().remove(session);
            return CompletableFuture.failedStage(
                    new KickedMeanwhileException("Kicked during the login of: " + session.user()));
        }
        SessionClaim claim =
                new SessionClaim(session.user(), session.device(), session.platform(), self.get(), session.id());
        return registry.register(claim, policy.get()).handle((registration, failure) -> {
            if (failure != null) {
                sessions.local().remove(session);
                throw new StateUnavailableException("Could not enter a session of: " + session.user(), failure);
            }
            if (registration instanceof Registration.Entered entered) {
                entered(session, entered);
                return entered.own();
            }
            sessions.local().remove(session);
            throw new LoginRefusedException("The places of other sessions are taken: " + session.user());
        });
    }

    private void entered(LocalSession session, Registration.Entered registration) {
        session.activate(registration.own());
        registration.displaced().forEach(old -> displace(old, registration.own()));
        entries.settle(session, registration.own());
        // The worker may have begun another life since it asked; those who moved its sessions did not see this one.
        entries.move(session, self.get()).whenComplete((done, failure) -> {
            if (failure != null) {
                log.debug("Left to the next renewal: {}", session.id(), failure);
            }
        });
    }

    /** Only an earlier login gives way, wherever it is. */
    private void displace(SessionAddress old, SessionAddress by) {
        if (old.epoch() >= by.epoch()) {
            return;
        }
        Kicked notice = OwnEntries.elsewhere(by.device());
        sessions.local()
                .find(old.session())
                .ifPresentOrElse(
                        session -> entries.end(session, notice),
                        () -> sessions.locate(old).kick(notice));
    }

    /** Takes a session that has ended out, here and in the registry; does nothing to a successor. */
    public CompletionStage<Boolean> close(LocalSession session) {
        sessions.local().remove(session);
        return session.registered().map(this::takeOut).orElseGet(() -> CompletableFuture.completedStage(false));
    }

    private CompletionStage<Boolean> takeOut(SessionAddress address) {
        CompletableFuture<Boolean> removal = registry.unregister(address).toCompletableFuture();
        leaving.add(removal);
        return removal.whenComplete((removed, failure) -> leaving.remove(removal));
    }

    /** Completes when all that {@link #close} has begun is done, or has failed; never fails itself. */
    public CompletionStage<Void> settled() {
        return CompletableFuture.allOf(leaving.toArray(CompletableFuture[]::new))
                .exceptionally(failure -> null); // left to their leases, as said where they were closed
    }

    /** Ends the sessions of this device here, also one whose login is under way: their token is dead. */
    @Override
    public void revoked(UserId user, DeviceId device) {
        revocations.add(user, device);
        Kicked notice = Kicked.newBuilder()
                .setReason(KickReason.TOKEN_REVOKED)
                .setMessage("The token was revoked")
                .build();
        for (LocalSession session : sessions.local().all()) {
            if (session.user().equals(user) && session.device().equals(device)) {
                entries.end(session, notice);
                session.registered().ifPresent(entries::remove);
            }
        }
    }

    /** Ends all sessions of this user here; a login that is under way is to look its token up again. */
    @Override
    public void kicked(UserId user, String why) {
        revocations.addKick(user);
        Kicked notice = Kicked.newBuilder()
                .setReason(KickReason.BY_ADMIN)
                .setMessage(why)
                .build();
        for (LocalSession session : sessions.local().all()) {
            if (session.user().equals(user)) {
                entries.end(session, notice);
                session.registered().ifPresent(entries::remove);
            }
        }
    }

    /** Another worker said that it has no such sessions: takes exactly those entries out. */
    public void notHere(Incarnation by, List<SessionTarget> targets) {
        for (SessionTarget target : targets) {
            if (UserId.isValid(target.getUserId())
                    && DeviceId.isValid(target.getDeviceId())
                    && !target.getSessionId().isEmpty()) {
                entries.remove(new SessionAddress(
                        new UserId(target.getUserId()),
                        new DeviceId(target.getDeviceId()),
                        target.getPlatform(),
                        by,
                        new SessionId(target.getSessionId()),
                        target.getEpoch()));
            } else {
                log.debug("Ignored a session without valid ids, named by: {}", by);
            }
        }
    }
}
