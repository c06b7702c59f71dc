package io.yizhan.server.state;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.settings.LoginPolicy;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A registry that tells whose sessions this worker has changed in it, or may have: also when a call failed, since its
 * outcome is open then. What is renewed or swept is not told: the one changes nothing, the other's workers are seen to
 * be gone.
 */
public final class ToldRegistry implements SessionRegistry {
    private final SessionRegistry registry;
    private final Consumer<UserId> changed;
    private final Consumer<SessionAddress> notRemoved;

    /**
     * Both consumers are called on the registry's threads and must not block or throw.
     *
     * @param notRemoved hears of each session that could not be taken out
     */
    public ToldRegistry(SessionRegistry registry, Consumer<UserId> changed, Consumer<SessionAddress> notRemoved) {
        this.registry = registry;
        this.changed = changed;
        this.notRemoved = notRemoved;
    }

    @Override
    public Duration lease() {
        return registry.lease();
    }

    @Override
    public CompletionStage<Registration> register(SessionClaim claim, LoginPolicy policy) {
        return told(claim.user(), registry.register(claim, policy));
    }

    @Override
    public CompletionStage<Hold> move(SessionAddress from, Incarnation holder) {
        return told(from.user(), registry.move(from, holder));
    }

    @Override
    public CompletionStage<Map<SessionAddress, DeviceId>> refresh(Map<SessionAddress, Duration> idle) {
        return registry.refresh(idle);
    }

    @Override
    public CompletionStage<Boolean> unregister(SessionAddress session) {
        return told(session.user(), registry.unregister(session)).whenComplete((removed, failure) -> {
            if (failure != null) {
                notRemoved.accept(session);
            }
        });
    }

    @Override
    public CompletionStage<Map<UserId, List<SessionAddress>>> find(Collection<UserId> users) {
        return registry.find(users);
    }

    @Override
    public CompletionStage<Set<Incarnation>> holders(Incarnation self) {
        return registry.holders(self);
    }

    @Override
    public CompletionStage<Integer> sweep(Incarnation ended) {
        return registry.sweep(ended);
    }

    private <T> CompletionStage<T> told(UserId user, CompletionStage<T> change) {
        return change.whenComplete((done, failure) -> changed.accept(user));
    }
}
