package io.yizhan.server.session;

import io.yizhan.identity.SessionId;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.IntConsumer;

/** The sessions of this worker only. Safe from any thread. */
public final class SessionManager {
    private final ConcurrentMap<SessionId, LocalSession> sessions = new ConcurrentHashMap<>();
    private final IntConsumer onSize;

    public SessionManager() {
        this(size -> {});
    }

    /** @param onSize hears of each new number of sessions, on the thread that changed it; must not block */
    public SessionManager(IntConsumer onSize) {
        this.onSize = onSize;
    }

    public void add(LocalSession session) {
        sessions.put(session.id(), session);
        onSize.accept(sessions.size());
    }

    /** Removes exactly this session; says whether it was there. */
    public boolean remove(LocalSession session) {
        boolean removed = sessions.remove(session.id(), session);
        if (removed) {
            onSize.accept(sessions.size());
        }
        return removed;
    }

    public Optional<LocalSession> find(SessionId id) {
        return Optional.ofNullable(sessions.get(id));
    }

    /** A live view. */
    public Collection<LocalSession> all() {
        return Collections.unmodifiableCollection(sessions.values());
    }

    public int size() {
        return sessions.size();
    }
}
