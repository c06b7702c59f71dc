package io.yizhan.server.state;

import io.yizhan.identity.UserId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * A board for any registry: asks it as those do who send, so that of its entries only those that count are seen, and
 * leaves the word of changes to another board. When somebody was there last it does not know.
 */
public final class RegistryBoard implements PresenceBoard {
    private final SessionRegistry registry;
    private final PresenceBoard news;

    public RegistryBoard(SessionRegistry registry, PresenceBoard news) {
        this.registry = registry;
        this.news = news;
    }

    @Override
    public CompletionStage<Map<UserId, Sighting>> look(Collection<UserId> users) {
        return registry.find(users).thenApply(found -> {
            Map<UserId, Sighting> sightings = new LinkedHashMap<>();
            found.forEach((user, sessions) -> sightings.put(user, new Sighting(sessions, 0)));
            return sightings;
        });
    }

    @Override
    public CompletionStage<Void> announce(Collection<UserId> users) {
        return news.announce(users);
    }

    @Override
    public AutoCloseable listen(Listener listener) {
        return news.listen(listener);
    }
}
