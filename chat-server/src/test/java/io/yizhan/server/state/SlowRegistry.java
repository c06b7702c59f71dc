package io.yizhan.server.state;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.settings.LoginPolicy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A registry that acts, answers, or fails as told; for one thread. */
final class SlowRegistry implements SessionRegistry {
    /** How the next calls go. */
    enum Mode {
        AT_ONCE,
        /** Acts at once, answers when released. */
        LATE_ANSWER,
        /** Acts and answers when released. */
        LATE_ACT,
        AWAY
    }

    private final SessionRegistry registry;
    private final Queue<Runnable> held = new ArrayDeque<>();
    private Mode mode = Mode.AT_ONCE;
    private int calls;

    SlowRegistry(SessionRegistry registry) {
        this.registry = registry;
    }

    void mode(Mode next) {
        mode = next;
    }

    /** Lets the call that waits longest go on. */
    void releaseFirst() {
        held.remove().run();
    }

    /** Lets the call that waits shortest go on, and then the others. */
    void releaseLastFirst() {
        ArrayDeque<Runnable> all = new ArrayDeque<>(held);
        held.clear();
        all.descendingIterator().forEachRemaining(Runnable::run);
    }

    /** How often it was asked to do something. */
    int calls() {
        return calls;
    }

    int held() {
        return held.size();
    }

    private <T> CompletionStage<T> answer(Supplier<CompletionStage<T>> call) {
        calls++;
        CompletableFuture<T> late = new CompletableFuture<>();
        switch (mode) {
            case AT_ONCE -> {
                return call.get();
            }
            case LATE_ANSWER -> {
                T done = Stages.get(call.get());
                held.add(() -> late.complete(done));
            }
            case LATE_ACT -> held.add(() -> late.complete(Stages.get(call.get())));
            case AWAY ->
                late.completeExceptionally(
                        new StateUnavailableException("Asking failed", new IllegalStateException("away")));
        }
        return late;
    }

    @Override
    public Duration lease() {
        return registry.lease();
    }

    @Override
    public CompletionStage<Registration> register(SessionClaim claim, LoginPolicy policy) {
        return answer(() -> registry.register(claim, policy));
    }

    @Override
    public CompletionStage<Hold> move(SessionAddress from, Incarnation holder) {
        return answer(() -> registry.move(from, holder));
    }

    @Override
    public CompletionStage<Map<SessionAddress, DeviceId>> refresh(Map<SessionAddress, Duration> idle) {
        Map<SessionAddress, Duration> asked = Map.copyOf(idle);
        return answer(() -> registry.refresh(asked));
    }

    @Override
    public CompletionStage<Boolean> unregister(SessionAddress session) {
        return answer(() -> registry.unregister(session));
    }

    @Override
    public CompletionStage<Map<UserId, List<SessionAddress>>> find(Collection<UserId> users) {
        return registry.find(users);
    }

    @Override
    public CompletionStage<Set<Incarnation>> holders(Incarnation self) {
        return answer(() -> registry.holders(self));
    }

    @Override
    public CompletionStage<Integer> sweep(Incarnation ended) {
        return answer(() -> registry.sweep(ended));
    }
}
