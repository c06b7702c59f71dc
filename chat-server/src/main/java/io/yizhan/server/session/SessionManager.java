package io.yizhan.server.session;

import io.yizhan.identity.SessionId;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The sessions of this worker only. Safe from any thread. */
public final class SessionManager {
    private final ConcurrentMap<SessionId, LocalSession> sessions = new ConcurrentHashMap<>();

    public void add(LocalSession session) {
        sessions.put(session.id(), session);
    }

    /** Removes exactly this session; says whether it was there. */
    public boolean remove(LocalSession session) {
        return sessions.remove(session.id(), session);
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
