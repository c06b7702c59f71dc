package io.yizhan.server.state.memory;

import io.yizhan.identity.UserId;
import io.yizhan.server.state.PresenceBoard;
import io.yizhan.server.state.Sighting;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The board in this process, over a registry in memory. Safe from any thread; stages are complete when they are
 * returned, and listeners hear on the thread that announces.
 */
public final class MemoryPresenceBoard implements PresenceBoard {
    private final MemorySessionRegistry registry;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    public MemoryPresenceBoard(MemorySessionRegistry registry) {
        this.registry = registry;
    }

    @Override
    public CompletionStage<Map<UserId, Sighting>> look(Collection<UserId> users) {
        Map<UserId, Sighting> sightings = new LinkedHashMap<>();
        users.forEach(user -> sightings.put(user, registry.sighting(user)));
        return CompletableFuture.completedStage(sightings);
    }

    @Override
    public CompletionStage<Void> announce(Collection<UserId> users) {
        listeners.forEach(listener -> listener.changed(users));
        return CompletableFuture.completedStage(null);
    }

    @Override
    public AutoCloseable listen(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
