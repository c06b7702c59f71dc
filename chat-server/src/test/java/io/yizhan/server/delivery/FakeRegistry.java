package io.yizhan.server.delivery;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.state.Hold;
import io.yizhan.server.state.Registration;
import io.yizhan.server.state.SessionClaim;
import io.yizhan.server.state.SessionRegistry;
import io.yizhan.settings.LoginPolicy;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Only look-ups, over what the test has put in. */
final class FakeRegistry implements SessionRegistry {
    private final List<SessionAddress> entries = new CopyOnWriteArrayList<>();
    private final AtomicBoolean away = new AtomicBoolean();
    private final AtomicInteger lookUps = new AtomicInteger();
    private volatile CompletableFuture<Void> answers = CompletableFuture.completedFuture(null);

    void put(SessionAddress address) {
        entries.add(address);
    }

    void away(boolean isAway) {
        away.set(isAway);
    }

    /** Look-ups from now on are answered when the future completes. */
    void answersAfter(CompletableFuture<Void> first) {
        answers = first;
    }

    int lookUps() {
        return lookUps.get();
    }

    @Override
    public CompletionStage<Map<UserId, List<SessionAddress>>> find(Collection<UserId> users) {
        lookUps.incrementAndGet();
        if (away.get()) {
            return CompletableFuture.failedStage(new IllegalStateException("No registry"));
        }
        Map<UserId, List<SessionAddress>> found = new HashMap<>();
        users.forEach(user -> found.put(
                user,
                entries.stream().filter(entry -> entry.user().equals(user)).toList()));
        return answers.thenApply(unused -> found);
    }

    @Override
    public Duration lease() {
        return Duration.ofSeconds(90);
    }

    @Override
    public CompletionStage<Registration> register(SessionClaim claim, LoginPolicy policy) {
        throw new UnsupportedOperationException("register");
    }

    @Override
    public CompletionStage<Hold> move(SessionAddress from, Incarnation holder) {
        throw new UnsupportedOperationException("move");
    }

    @Override
    public CompletionStage<Map<SessionAddress, DeviceId>> refresh(Map<SessionAddress, Duration> idle) {
        throw new UnsupportedOperationException("refresh");
    }

    @Override
    public CompletionStage<Boolean> unregister(SessionAddress session) {
        throw new UnsupportedOperationException("unregister");
    }

    @Override
    public CompletionStage<Set<Incarnation>> holders(Incarnation self) {
        throw new UnsupportedOperationException("holders");
    }

    @Override
    public CompletionStage<Integer> sweep(Incarnation ended) {
        throw new UnsupportedOperationException("sweep");
    }
}
