package io.yizhan.server.presence;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.SessionId;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.state.PresenceBoard;
import io.yizhan.server.state.Sighting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Says what the test has written on it, and can be slow or away. One thread. */
final class FakeBoard implements PresenceBoard {
    final List<Listener> listeners = new ArrayList<>();
    final List<List<UserId>> looks = new ArrayList<>();
    /** Looks that are not answered yet, while it is slow. */
    final List<CompletableFuture<Map<UserId, Sighting>>> open = new ArrayList<>();

    private final Map<UserId, Sighting> sightings = new HashMap<>();
    boolean slow;
    boolean away;

    /** The user is at these places: {@code platform@holder}. */
    void write(UserId user, long lastSeenMs, int platform, Incarnation... holders) {
        sightings.put(
                user,
                new Sighting(
                        Arrays.stream(holders)
                                .map(holder -> new SessionAddress(
                                        user,
                                        new DeviceId("device-" + holder.node()),
                                        platform,
                                        holder,
                                        new SessionId("s-" + user + holder.node()),
                                        1))
                                .toList(),
                        lastSeenMs));
    }

    void changed(UserId... users) {
        listeners.forEach(listener -> listener.changed(List.of(users)));
    }

    int lookedFor(UserId user) {
        return (int) looks.stream().filter(page -> page.contains(user)).count();
    }

    @Override
    public CompletionStage<Map<UserId, Sighting>> look(Collection<UserId> users) {
        looks.add(List.copyOf(users));
        if (away) {
            return CompletableFuture.failedFuture(new IllegalStateException("The board is away"));
        }
        CompletableFuture<Map<UserId, Sighting>> answer = new CompletableFuture<>();
        if (slow) {
            open.add(answer);
        } else {
            Map<UserId, Sighting> found = new LinkedHashMap<>();
            users.forEach(user -> found.put(user, sightings.getOrDefault(user, new Sighting(List.of(), 0))));
            answer.complete(found);
        }
        return answer;
    }

    @Override
    public CompletionStage<Void> announce(Collection<UserId> users) {
        listeners.forEach(listener -> listener.changed(users));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public AutoCloseable listen(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
